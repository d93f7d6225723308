import { EventEmitter, once } from 'node:events';
import type { Readable } from 'node:stream';
import { Client } from 'undici';
import { MODERN_META } from './mcp-client.ts';

const TOLD = 'notifications/tools/list_changed';
const ACKNOWLEDGED = 'notifications/subscriptions/acknowledged';

/** A client that listens for changes of its tools (`subscriptions/listen`), and knows when it was told of each. */
export class ChangeListener {
  private text = '';
  private readonly said = new EventEmitter();

  private constructor(
    private readonly client: Client,
    body: Readable,
  ) {
    body.setEncoding('utf8').on('data', (chunk: string) => {
      this.text += chunk;
      this.said.emit('more');
    });
    // Ended by close(): nobody waits then.
    body.on('error', () => undefined);
  }

  /** Resolves when the router has said that it will tell. */
  static async open(url: string, token: string): Promise<ChangeListener> {
    const { origin, pathname: path } = new URL(url);
    // A stream says nothing while nothing changes: no time-out of the body.
    const client = new Client(origin, { bodyTimeout: 0 });
    const params = { _meta: MODERN_META, notifications: { toolsListChanged: true } };
    const { statusCode, body } = await client.request({
      method: 'POST',
      path,
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        'mcp-protocol-version': MODERN_META['io.modelcontextprotocol/protocolVersion'],
        'mcp-method': 'subscriptions/listen',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'subscriptions/listen', params }),
    });
    if (statusCode !== 200) throw new Error(`subscriptions/listen was answered HTTP ${statusCode}`);
    const listener = new ChangeListener(client, body);
    await listener.hear(ACKNOWLEDGED);
    return listener;
  }

  /** When the next change is told, by `performance.now()`. */
  async next(): Promise<number> {
    await this.hear(TOLD);
    return performance.now();
  }

  async close(): Promise<void> {
    await this.client.destroy();
  }

  private async hear(method: string): Promise<void> {
    for (;;) {
      const at = this.text.indexOf(`"${method}"`);
      if (at !== -1) {
        this.text = this.text.slice(at + method.length);
        return;
      }
      await once(this.said, 'more');
    }
  }
}
