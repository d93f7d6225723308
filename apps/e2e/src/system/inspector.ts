import { randomUUID } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { ROOT, type RunningSystem } from './running-system.js';
import { type CommandResult, runNode } from './run-command.js';

export type Era = 'legacy' | 'modern';

export interface ToolResult {
  readonly content: readonly { readonly type: string; readonly text?: string }[];
  readonly isError?: boolean;
}

const INSPECTOR = path.join(ROOT, 'node_modules', '@modelcontextprotocol', 'inspector');

/** The Inspector's command line: a real MCP client that knows nothing of Countersign. */
export class Inspector {
  constructor(
    private readonly system: RunningSystem,
    readonly era: Era,
    private readonly token: string = system.dev.mcpToken,
  ) {}

  async listTools(): Promise<string[]> {
    const { tools } = await this.json<{ tools: { name: string }[] }>('--method', 'tools/list');
    return tools.map(({ name }) => name);
  }

  async call(name: string, args: object): Promise<ToolResult> {
    return this.json<ToolResult>(
      '--method',
      'tools/call',
      '--tool-name',
      name,
      '--tool-args-json',
      JSON.stringify(args),
    );
  }

  async run(...args: string[]): Promise<CommandResult> {
    const script = path.join(INSPECTOR, 'clients', 'launcher', 'build', 'index.js');
    const target = ['--cli', this.system.dev.mcpUrl, '--transport', 'http', '--protocol-era', this.era];
    const auth = ['--header', `Authorization: Bearer ${this.token}`, '--stored-auth-only'];
    return runNode(script, [...target, ...args, ...auth, '--format', 'json', '--quiet'], this.system.env);
  }

  /** By file: the Inspector exits on a tool's error before a pipe has taken all it wrote. */
  private async json<T>(...args: string[]): Promise<T> {
    const file = path.join(this.system.home, `inspector-${randomUUID()}.json`);
    const { code, stdout, stderr } = await this.run(...args, '--output', file);
    // 5: the tool's own error, which is an answer.
    if (code !== 0 && code !== 5) throw new Error(`the Inspector ended with ${code}: ${stderr}${stdout}`);
    const parsed = JSON.parse(readFileSync(file, 'utf8')) as T | { result: T };
    rmSync(file);
    return typeof parsed === 'object' && parsed !== null && 'result' in parsed ? parsed.result : parsed;
  }
}

export function textOf(result: ToolResult): string {
  return result.content.map((block) => block.text ?? `[${block.type}]`).join('\n');
}
