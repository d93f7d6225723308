import { randomUUID } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startProcess } from './start-process.js';

export type Era = 'legacy' | 'modern';

/** What a tool answers, as far as tests read it. */
export interface ToolResult {
  readonly content: readonly { readonly type: string; readonly text?: string }[];
  readonly isError?: boolean;
}

export interface InspectorOptions {
  readonly url: string;
  readonly token: string;
  readonly era: Era;
}

/** The tool's own error, which is an answer. */
const TOOL_ERROR_EXIT = 5;

/** The MCP Inspector's command line: a real client that knows nothing of Countersign. Declares roots and tasks, in both eras. */
export class InspectorClient {
  constructor(private readonly options: InspectorOptions) {}

  get era(): Era {
    return this.options.era;
  }

  async listTools(): Promise<string[]> {
    const { tools } = await this.json<{ tools: { name: string }[] }>('--method', 'tools/list');
    return tools.map(({ name }) => name);
  }

  async call(name: string, args: object): Promise<ToolResult> {
    const call = ['--method', 'tools/call', '--tool-name', name, '--tool-args-json', JSON.stringify(args)];
    return this.json<ToolResult>(...call);
  }

  /** By file: the Inspector exits on a tool's error before a pipe has taken all it wrote. */
  private async json<T>(...args: string[]): Promise<T> {
    const { url, token, era } = this.options;
    const file = path.join(tmpdir(), `inspector-${randomUUID()}.json`);
    const target = ['--cli', url, '--transport', 'http', '--protocol-era', era];
    const auth = ['--header', `Authorization: Bearer ${token}`, '--stored-auth-only'];
    const output = ['--format', 'json', '--quiet', '--output', file];
    const inspector = await startProcess({
      command: process.execPath,
      args: [scriptOf(), ...target, ...args, ...auth, ...output],
      env: { NODE_OPTIONS: '' },
    });
    const { code } = await inspector.exited;
    if (code !== 0 && code !== TOOL_ERROR_EXIT)
      throw new Error(`the Inspector ended with ${code}: ${inspector.logs()}`);
    const parsed = JSON.parse(await readFile(file, 'utf8')) as T | { result: T };
    await rm(file);
    return typeof parsed === 'object' && parsed !== null && 'result' in parsed ? parsed.result : parsed;
  }
}

/** Its packages export no such path, so it is found beside its description. */
function scriptOf(): string {
  const description = createRequire(import.meta.url).resolve('@modelcontextprotocol/inspector/package.json');
  return path.join(path.dirname(description), 'clients', 'launcher', 'build', 'index.js');
}

/** All that a model would read of an answer. */
export function textOf({ content }: ToolResult): string {
  return content.map((block) => block.text ?? `[${block.type}]`).join('\n');
}
