import { DomainError, type RequestContract } from '@countersign/contracts';
import type { Bus } from '@countersign/messaging';

const REFUSAL = { ok: false, error: { code: 'internal', message: 'not now' } };

/** The requests that neighbours answer, and ways to keep them from it. */
export class TestTraffic {
  /** The subjects of all requests, as they came. */
  readonly asked: string[] = [];
  private readonly held = new Map<string, Promise<void>>();
  private readonly refusals = new Map<string, number>();
  private readonly losses = new Map<string, number>();

  answer<I extends object, O extends object>(
    bus: Bus,
    queue: string,
    contract: RequestContract<I, O>,
    respond: (input: I) => object,
  ): void {
    const { subject } = contract;
    bus.connection.subscribe(subject, {
      queue,
      callback: (_error, message) => {
        this.asked.push(subject);
        if (takesOne(this.losses, subject)) return;
        const isRefused = takesOne(this.refusals, subject);
        void (this.held.get(subject) ?? Promise.resolve()).then(() => {
          message.respond(JSON.stringify(isRefused ? REFUSAL : replyOf(() => respond(message.json<I>()))));
        });
      },
    });
  }

  /** Lets every request of this subject wait until the returned function is called. */
  hold(subject: string): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.held.set(subject, promise);
    return () => {
      this.held.delete(subject);
      resolve();
    };
  }

  /** Answers the next requests of this subject with an error. */
  refuse(subject: string, count: number): void {
    this.refusals.set(subject, count);
  }

  /** Never answers the next requests of this subject, as a process that died with them. */
  lose(subject: string, count: number): void {
    this.losses.set(subject, count);
  }
}

function takesOne(counts: Map<string, number>, subject: string): boolean {
  const left = counts.get(subject) ?? 0;
  counts.set(subject, Math.max(0, left - 1));
  return left > 0;
}

function replyOf(respond: () => object): object {
  try {
    return { ok: true, data: respond() };
  } catch (error) {
    const code = error instanceof DomainError ? error.code : 'internal';
    return { ok: false, error: { code, message: String(error) } };
  }
}
