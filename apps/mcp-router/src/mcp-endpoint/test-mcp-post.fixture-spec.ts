import type { Era } from './protocol/protocol-version.js';

/** An HTTP client that says exactly what a test wants to be said. */
export class TestMcpPost {
  constructor(
    private readonly url: string,
    private readonly token: string,
  ) {}

  body(body: string | object, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url, {
      method: 'POST',
      headers: { ...this.headers(), 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  }

  /** One request as a client of that era sends it; `change` replaces headers, and drops those that are empty. */
  request(era: Era, method: string, params: object = {}, change: Record<string, string> = {}): Promise<Response> {
    if (era === 'legacy') return this.body({ jsonrpc: '2.0', id: 1, method, params }, change);
    const { uri, name = uri } = params as { name?: string; uri?: string };
    const headers: Record<string, string> = {
      'mcp-protocol-version': '2026-07-28',
      'mcp-method': method,
      ...(name === undefined ? {} : { 'mcp-name': name }),
      ...change,
    };
    const kept = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
    return this.body({ jsonrpc: '2.0', id: 1, method, params: { _meta: MODERN_META, ...params } }, kept);
  }

  async initialize(params: object = {}): Promise<string> {
    const asked = {
      protocolVersion: '2025-11-25',
      capabilities: {},
      clientInfo: { name: 't', version: '1' },
      ...params,
    };
    const response = await this.request('legacy', 'initialize', asked);
    return response.headers.get('mcp-session-id') ?? '';
  }

  without(method: 'GET' | 'DELETE' | 'PUT', headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url, { method, headers: { ...this.headers(), ...headers } });
  }

  private headers(): Record<string, string> {
    return { accept: 'application/json, text/event-stream', authorization: `Bearer ${this.token}` };
  }
}

export const MODERN_META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 't', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** The messages of a stream, as they come; `isOver` once it has ended. */
export class TestEvents {
  readonly messages: { readonly method?: string; readonly params?: unknown; readonly result?: unknown }[] = [];
  isOver = false;
  private readonly reader: ReadableStreamDefaultReader<string>;

  constructor(response: Response) {
    if (response.body === null) throw new Error('an answer without a body');
    this.reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    void this.read();
  }

  get methods(): (string | undefined)[] {
    return this.messages.map(({ method }) => method);
  }

  async close(): Promise<void> {
    await this.reader.cancel();
  }

  private async read(): Promise<void> {
    let text = '';
    for (;;) {
      const { done, value } = await this.reader.read().catch(() => ({ done: true, value: undefined }));
      if (done) break;
      text += value ?? '';
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.*)$/m.exec(event)?.[1];
        if (data !== undefined) this.messages.push(JSON.parse(data) as TestEvents['messages'][number]);
      }
    }
    this.isOver = true;
  }
}
