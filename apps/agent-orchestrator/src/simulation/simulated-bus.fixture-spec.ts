import type { OutboxRow } from './simulated-database.fixture-spec.js';

/** As the real one is configured. */
const ACK_WAIT_MS = 30_000;
const DELIVERIES_MAX = 20;

export interface Message {
  readonly number: number;
  readonly event: OutboxRow;
  deliveries: number;
  /** When it is delivered (again), unless it was acknowledged by then. */
  visibleAtMs: number;
}

/** JetStream as far as it matters: at least once, in any order, and its store can be lost. */
export class SimulatedBus {
  readonly messages = new Map<number, Message>();
  private count = 0;

  publish(event: OutboxRow, nowMs: number): void {
    this.count += 1;
    this.messages.set(this.count, { number: this.count, event, deliveries: 0, visibleAtMs: nowMs });
  }

  deliverable(nowMs: number): Message[] {
    return [...this.messages.values()].filter(({ visibleAtMs }) => visibleAtMs <= nowMs);
  }

  /** In somebody's hands from now on, who says that they work on it. */
  deliver(message: Message): void {
    message.deliveries += 1;
    message.visibleAtMs = Infinity;
  }

  acknowledge({ number }: Message): void {
    this.messages.delete(number);
  }

  refuse(message: Message, nowMs: number): void {
    // Given up, with a dead letter.
    if (message.deliveries >= DELIVERIES_MAX) this.messages.delete(message.number);
    else message.visibleAtMs = nowMs + Math.min(500 * 2 ** (message.deliveries - 1), 60_000);
  }

  /** Whoever had it is gone, or never got it. */
  lose(message: Message, nowMs: number): void {
    if (message.deliveries >= DELIVERIES_MAX) this.messages.delete(message.number);
    else message.visibleAtMs = nowMs + ACK_WAIT_MS;
  }

  loseAll(): void {
    this.messages.clear();
  }
}
