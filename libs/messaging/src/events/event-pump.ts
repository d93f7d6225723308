import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, ConsumerMessages, JetStreamClient, JsMsg } from '@nats-io/jetstream';
import { PULL_EXPIRES_MS, PULL_RETRY_MS } from '../limits.js';

export interface EventPumpOptions {
  readonly js: JetStreamClient;
  readonly stream: string;
  readonly durable: string;
  readonly handlersAtOnce: number;
  /** Must not throw. */
  handle(message: JsMsg, consumer: Consumer): Promise<void>;
  failed(error: unknown): void;
}

/**
 * Pulls exactly as many messages as there are free handlers, so that none waits here while its ack-wait runs out or
 * while another replica is idle.
 */
export class EventPump {
  private readonly stopping = new AbortController();
  private readonly inFlight = new Set<Promise<void>>();
  private pull: ConsumerMessages | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly options: EventPumpOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Pulls no more, and waits for the handlers at work. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.pull?.close();
    await this.running;
    await Promise.all(this.inFlight);
  }

  private async run(): Promise<void> {
    while (!this.isStopping()) {
      try {
        const consumer = await this.options.js.consumers.get(this.options.stream, this.options.durable);
        while (!this.isStopping()) await this.pullOnce(consumer);
      } catch (error) {
        if (this.isStopping()) return;
        this.options.failed(error);
        await this.pause();
      }
    }
  }

  private async pullOnce(consumer: Consumer): Promise<void> {
    const free = this.options.handlersAtOnce - this.inFlight.size;
    if (free === 0) {
      await Promise.race(this.inFlight);
      return;
    }
    this.pull = await consumer.fetch({ max_messages: free, expires: PULL_EXPIRES_MS });
    if (this.isStopping()) await this.pull.close();
    for await (const message of this.pull) this.begin(message, consumer);
  }

  private begin(message: JsMsg, consumer: Consumer): void {
    const work = this.options.handle(message, consumer).finally(() => this.inFlight.delete(work));
    this.inFlight.add(work);
  }

  private isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  private async pause(): Promise<void> {
    await delay(PULL_RETRY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
