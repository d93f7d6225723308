import { Client } from 'undici';

const PROTOCOL_VERSION = '2026-07-28';
const META = {
  'io.modelcontextprotocol/protocolVersion': PROTOCOL_VERSION,
  'io.modelcontextprotocol/clientInfo': { name: 'countersign-bench', version: '0.1.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
/** Longer than the pause between two batches, so that no batch begins with a handshake. */
const KEEP_ALIVE_MS = 60_000;

export interface ToolResult {
  readonly isError: boolean;
  /** The text blocks, one after another. */
  readonly text: string;
  readonly structuredContent: unknown;
}

interface RpcAnswer {
  readonly result?: {
    readonly content?: readonly { readonly text?: string }[];
    readonly isError?: boolean;
    readonly structuredContent?: unknown;
  };
  readonly error?: { readonly message?: string };
}

/**
 * One connection to one MCP endpoint, revision 2026-07-28 (stateless: no handshake before a call). As lean as a client can
 * be, because what it costs is part of both sides of every comparison. Tool names must be plain ASCII.
 */
export class McpClient {
  private readonly client: Client;
  private readonly path: string;
  private readonly headers: Readonly<Record<string, string>>;
  private lastId = 0;

  constructor(
    private readonly url: string,
    token: string | null,
  ) {
    const { origin, pathname } = new URL(url);
    this.path = pathname;
    this.client = new Client(origin, { pipelining: 1, keepAliveTimeout: KEEP_ALIVE_MS });
    this.headers = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': PROTOCOL_VERSION,
      'mcp-method': 'tools/call',
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
  }

  /** A tool's own error is a result. @throws Error for every other answer */
  async callTool(name: string, args: object): Promise<ToolResult> {
    this.lastId += 1;
    const request = {
      jsonrpc: '2.0',
      id: this.lastId,
      method: 'tools/call',
      params: { name, arguments: args, _meta: META },
    };
    const { statusCode, headers, body } = await this.client.request({
      method: 'POST',
      path: this.path,
      headers: { ...this.headers, 'mcp-name': name },
      body: JSON.stringify(request),
    });
    const text = await body.text();
    if (statusCode !== 200) throw this.unexpected(name, `HTTP ${statusCode}: ${text}`);
    return this.toResult(name, isStream(headers['content-type']) ? lastEvent(text) : text);
  }

  /** @throws Error for a tool's own error too */
  async callToolWell(name: string, args: object): Promise<ToolResult> {
    const result = await this.callTool(name, args);
    if (result.isError) throw this.unexpected(name, `a tool error: ${result.text}`);
    return result;
  }

  async close(): Promise<void> {
    await this.client.destroy();
  }

  private toResult(name: string, text: string): ToolResult {
    const { result, error } = JSON.parse(text) as RpcAnswer;
    if (result === undefined) throw this.unexpected(name, error?.message ?? text);
    return {
      isError: result.isError === true,
      text: (result.content ?? []).map((block) => block.text ?? '').join('\n'),
      structuredContent: result.structuredContent,
    };
  }

  private unexpected(name: string, answer: string): Error {
    return new Error(`${name} at ${this.url} answered ${answer.slice(0, 500)}`);
  }
}

function isStream(contentType: string | string[] | undefined): boolean {
  return String(contentType).startsWith('text/event-stream');
}

/** Both servers end the stream with the response, in one line of data. */
function lastEvent(text: string): string {
  return /(?:^|\n)data: ?([^\n]*)\s*$/.exec(text)?.[1] ?? text;
}
