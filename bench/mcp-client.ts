import { Client } from 'undici';
import { lastEvent, toToolResult, type ToolResult } from './rpc-answer.ts';
import type { ToolClient } from './tool-client.ts';

/** 2026-07-28 is stateless; before it a session is opened first. */
export type Era = 'modern' | 'legacy';

const VERSIONS: Readonly<Record<Era, string>> = { modern: '2026-07-28', legacy: '2025-11-25' };
const CLIENT = { name: 'countersign-bench', version: '0.1.0' };
export const MODERN_META = {
  'io.modelcontextprotocol/protocolVersion': VERSIONS.modern,
  'io.modelcontextprotocol/clientInfo': CLIENT,
  'io.modelcontextprotocol/clientCapabilities': {},
};
/** Longer than the pause between two batches, so that no batch begins with a handshake. */
const KEEP_ALIVE_MS = 60_000;

interface Message {
  readonly jsonrpc: '2.0';
  readonly id?: number;
  readonly method: string;
  readonly params?: object;
}

interface Answer {
  readonly message: string;
  readonly sessionId: string | undefined;
}

/**
 * One connection to one MCP endpoint over Streamable HTTP. As lean as a client can be, because what it costs is part of
 * both sides of every comparison. Tool names must be plain ASCII.
 */
export class McpClient implements ToolClient {
  private readonly client: Client;
  private readonly path: string;
  private readonly head: Record<string, string>;
  private lastId = 0;

  constructor(
    private readonly url: string,
    token: string | null,
    private readonly era: Era = 'modern',
  ) {
    const { origin, pathname } = new URL(url);
    this.path = pathname;
    this.client = new Client(origin, { pipelining: 1, keepAliveTimeout: KEEP_ALIVE_MS });
    this.head = {
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'mcp-protocol-version': VERSIONS[era],
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    };
  }

  /** Ready to call: a client of the legacy era has its session. */
  static async open(url: string, token: string | null, era: Era): Promise<McpClient> {
    const client = new McpClient(url, token, era);
    if (era === 'legacy') await client.initialize();
    return client;
  }

  /** A tool's own error is a result. @throws Error for every other answer */
  async callTool(name: string, args: object): Promise<ToolResult> {
    const { message } = await this.request('tools/call', { name, arguments: args }, name);
    try {
      return toToolResult(message);
    } catch (cause) {
      throw this.unexpected(name, cause instanceof Error ? cause.message : String(cause), cause);
    }
  }

  async callToolWell(name: string, args: object): Promise<ToolResult> {
    const result = await this.callTool(name, args);
    if (result.isError) throw this.unexpected(name, `a tool error: ${result.text}`);
    return result;
  }

  /** The answers of all pages, unread but for the cursor: to parse a large list costs more than to get it. */
  async listTools(): Promise<string[]> {
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const { message } = await this.request('tools/list', cursor === undefined ? {} : { cursor });
      pages.push(message);
      cursor = message.includes('"nextCursor"') ? cursorOf(message) : undefined;
    } while (cursor !== undefined);
    return pages;
  }

  async close(): Promise<void> {
    await this.client.destroy();
  }

  private async initialize(): Promise<void> {
    const capabilities = { protocolVersion: VERSIONS.legacy, capabilities: {}, clientInfo: CLIENT };
    const { sessionId } = await this.request('initialize', capabilities);
    // Servers without sessions give none.
    if (sessionId !== undefined) this.head['mcp-session-id'] = sessionId;
    await this.post({ jsonrpc: '2.0', method: 'notifications/initialized' }, {}, 202);
  }

  private request(method: string, params: object, name?: string): Promise<Answer> {
    this.lastId += 1;
    const message = { jsonrpc: '2.0', id: this.lastId, method } as const;
    if (this.era === 'legacy') return this.post({ ...message, params }, {});
    const headers = { 'mcp-method': method, ...(name === undefined ? {} : { 'mcp-name': name }) };
    return this.post({ ...message, params: { ...params, _meta: MODERN_META } }, headers);
  }

  private async post(message: Message, headers: object, wanted = 200): Promise<Answer> {
    const answer = await this.client.request({
      method: 'POST',
      path: this.path,
      headers: { ...this.head, ...headers },
      body: JSON.stringify(message),
    });
    const text = await answer.body.text();
    if (answer.statusCode !== wanted) throw this.unexpected(message.method, `HTTP ${answer.statusCode}: ${text}`);
    const isStream = String(answer.headers['content-type']).startsWith('text/event-stream');
    const sessionId = answer.headers['mcp-session-id'];
    return { message: isStream ? lastEvent(text) : text, sessionId: sessionId?.toString() };
  }

  private unexpected(what: string, answer: string, cause?: unknown): Error {
    return new Error(`${what} at ${this.url} answered ${answer.slice(0, 500)}`, { cause });
  }
}

function cursorOf(message: string): string | undefined {
  return (JSON.parse(message) as { result?: { nextCursor?: string } }).result?.nextCursor;
}
