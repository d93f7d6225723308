import type { ListenerExchange } from './listener-exchange.client.js';
import { type ListenerSession, pong } from './listener-request.js';

/** Servers of the legacy era may end a session whose client does not answer their pings. */
export class PingAnswerer {
  private isAnswering = false;

  constructor(
    private readonly exchange: ListenerExchange,
    private readonly session: ListenerSession,
    private readonly url: string,
  ) {}

  /** One at a time: a server that asks more often than it can be told gets no flood of answers. */
  answer(id: string | number): void {
    if (this.isAnswering) return;
    this.isAnswering = true;
    void this.send(id);
  }

  private async send(id: string | number): Promise<void> {
    try {
      await this.exchange.post(pong(this.session, id), this.url);
    } catch {
      // The stream is what tells whether the server is there; it ends by itself if this was an end.
    } finally {
      this.isAnswering = false;
    }
  }
}
