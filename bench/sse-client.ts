import { EventEmitter, once } from 'node:events';
import type { Readable } from 'node:stream';
import { Client } from 'undici';
import { toToolResult, type ToolResult } from './rpc-answer.ts';
import type { ToolClient } from './tool-client.ts';

const HEADERS = { 'content-type': 'application/json' };
const CLIENT = { name: 'countersign-bench', version: '0.1.0' };

/** The oldest transport, HTTP+SSE (2024-11-05): messages are posted, and every answer comes on one stream. */
export class SseClient implements ToolClient {
  private readonly answers = new EventEmitter();
  private readonly stream: Client;
  private readonly posts: Client;
  private path = '';
  private lastId = 0;

  private constructor(origin: string) {
    // A stream says nothing while nobody calls: no time-out of the body.
    this.stream = new Client(origin, { bodyTimeout: 0 });
    this.posts = new Client(origin, { pipelining: 1, keepAliveTimeout: 60_000 });
  }

  static async open(url: string): Promise<SseClient> {
    const { origin, pathname: path } = new URL(url);
    const client = new SseClient(origin);
    const { body } = await client.stream.request({ method: 'GET', path, headers: { accept: 'text/event-stream' } });
    const endpoint = once(client.answers, 'endpoint');
    client.read(body);
    [client.path] = (await endpoint) as [string];
    const initialize = { protocolVersion: '2024-11-05', capabilities: {}, clientInfo: CLIENT };
    await client.request('initialize', initialize);
    await client.post({ jsonrpc: '2.0', method: 'notifications/initialized' });
    return client;
  }

  async callToolWell(name: string, args: object): Promise<ToolResult> {
    const result = toToolResult(await this.request('tools/call', { name, arguments: args }));
    if (result.isError) throw new Error(`${name} answered a tool error: ${result.text.slice(0, 500)}`);
    return result;
  }

  async listTools(): Promise<unknown> {
    return this.request('tools/list', {});
  }

  async close(): Promise<void> {
    await Promise.all([this.stream.destroy(), this.posts.destroy()]);
  }

  /** One call at a time, so the next message is its answer. */
  private async request(method: string, params: object): Promise<string> {
    this.lastId += 1;
    const [[message]] = (await Promise.all([
      once(this.answers, 'message'),
      this.post({ jsonrpc: '2.0', id: this.lastId, method, params }),
    ])) as [[string], void];
    return message;
  }

  private async post(message: object): Promise<void> {
    const request = { method: 'POST', path: this.path, headers: HEADERS, body: JSON.stringify(message) } as const;
    const { statusCode, body } = await this.posts.request(request);
    const text = await body.text();
    if (statusCode >= 300) throw new Error(`a message was answered HTTP ${statusCode}: ${text.slice(0, 500)}`);
  }

  private read(body: Readable): void {
    let rest = '';
    body.setEncoding('utf8').on('data', (chunk: string) => {
      const events = (rest + chunk).split('\n\n');
      rest = events.pop() ?? '';
      for (const event of events) this.emit(event);
    });
    // Ended by close(); a call that still waits then is of nobody's interest.
    body.on('error', () => undefined);
  }

  private emit(event: string): void {
    const [, name] = /^event: ?(.*)$/m.exec(event) ?? [];
    const [, data] = /^data: ?(.*)$/m.exec(event) ?? [];
    if (data !== undefined) this.answers.emit(name ?? 'message', data);
  }
}
