import { request, type ClientRequest } from 'node:http';

/** What a stream says first to a client that was never there before. */
const READY = 'event: ready';
const OK = 200;

interface Wanted {
  readonly text: string;
  readonly hear: (atMs: number) => void;
  readonly fail: (error: Error) => void;
}

/** One connection that reads the live feed, as lean as a client can be: all of them share the bench's thread. */
export class FeedClient {
  private rest = '';
  private wanted: Wanted | null = null;
  private isClosed = false;
  private sent: ClientRequest | undefined;

  private constructor() {}

  /** Resolves when it is told of everything from there on. */
  static async open(url: string, headers: Readonly<Record<string, string>>): Promise<FeedClient> {
    const client = new FeedClient();
    const isReady = client.next(READY);
    const all = { accept: 'text/event-stream', ...headers };
    client.sent = request(url, { agent: false, headers: all }, (response) => {
      if (response.statusCode !== OK) client.end(new Error(`the live feed was answered HTTP ${response.statusCode}`));
      response.setEncoding('utf8').on('data', (chunk: string) => client.read(chunk, performance.now()));
      response.once('close', () => client.end(new Error('the live feed ended')));
    });
    client.sent.once('error', (error) => client.end(error)).end();
    await isReady;
    return client;
  }

  /** When the next event of a kind comes, by `performance.now()`. */
  nextOf(kind: string): Promise<number> {
    return this.next(`"kind":"${kind}"`);
  }

  close(): void {
    this.isClosed = true;
    this.sent?.destroy();
  }

  private next(text: string): Promise<number> {
    return new Promise((hear, fail) => {
      this.wanted = { text, hear, fail };
    });
  }

  private read(chunk: string, atMs: number): void {
    const events = (this.rest + chunk).split('\n\n');
    this.rest = events.pop() ?? '';
    const { wanted } = this;
    if (wanted === null || !events.some((event) => event.includes(wanted.text))) return;
    this.wanted = null;
    wanted.hear(atMs);
  }

  private end(error: Error): void {
    if (!this.isClosed) this.wanted?.fail(error);
  }
}
