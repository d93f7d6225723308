import { FeedClient } from './feed-client.ts';
import type { Reader } from './feed-readers.ts';

/** At once; more would be a test of the door and not of the feed. */
const OPENED_AT_ONCE = 10;
/** Far more than anything measured here takes. */
const PATIENCE_MS = 30_000;

/** Everybody who listens. */
export class FeedAudience {
  private constructor(private readonly clients: readonly FeedClient[]) {}

  static async open(url: string, readers: readonly Reader[]): Promise<FeedAudience> {
    const left = readers.flatMap(({ headers, streams }) => Array.from({ length: streams }, () => headers));
    const clients: FeedClient[] = [];
    const openSome = async (): Promise<void> => {
      for (let headers = left.pop(); headers; headers = left.pop()) clients.push(await FeedClient.open(url, headers));
    };
    await Promise.all(Array.from({ length: OPENED_AT_ONCE }, openSome));
    return new FeedAudience(clients);
  }

  get size(): number {
    return this.clients.length;
  }

  /** When each of them is told of a kind next, by `performance.now()`. @throws Error when somebody is not */
  async hear(kind: string): Promise<readonly number[]> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not everybody was told of ${kind}`)), PATIENCE_MS);
    });
    try {
      return await Promise.race([Promise.all(this.clients.map((client) => client.nextOf(kind))), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  close(): void {
    for (const client of this.clients) client.close();
  }
}
