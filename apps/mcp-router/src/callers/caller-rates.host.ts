import { DomainError } from '@countersign/contracts';
import { RATED_PRINCIPALS_MAX } from '../limits.js';
import type { Caller } from './caller.js';
import { TokenBucket, type Rate } from './token-bucket.js';

export interface CallerRateOptions {
  /** Of calls, hosted and external. */
  readonly calls: Rate;
  /** Of HTTP requests to the MCP endpoint, whatever they ask for. */
  readonly requests: Rate;
}

/** Nothing was recorded or sent. The text is for a model. */
export class TooManyCallsError extends DomainError {
  constructor(perSecond: number, waitMs: number) {
    super(
      'rate.limited',
      `too many calls: at most ${perSecond} a second are taken for long. This one was not made. ` +
        `Wait ${Math.ceil(waitMs / 1_000)} s, then make it again.`,
      { retryAfterMs: Math.ceil(waitMs) },
    );
  }
}

/**
 * How much one principal may ask of this process. In memory, because it protects the process and not a quota: with more
 * replicas there is more to ask of, and a limit that needed the database would be paid for by everybody.
 */
export class CallerRates {
  private readonly calls = new Map<string, TokenBucket>();
  private readonly requests = new Map<string, TokenBucket>();

  constructor(private readonly options: CallerRateOptions) {}

  /** @throws TooManyCallsError */
  takeCall(caller: Caller): void {
    const waitMs = take(this.calls, caller, this.options.calls);
    if (waitMs > 0) throw new TooManyCallsError(this.options.calls.perSecond, waitMs);
  }

  /** @returns 0, or the milliseconds after which a request would be answered */
  takeRequest(caller: Caller): number {
    return take(this.requests, caller, this.options.requests);
  }
}

function take(buckets: Map<string, TokenBucket>, { workspaceId, principal }: Caller, rate: Rate): number {
  const nowMs = performance.now();
  const key = `${workspaceId} ${principal.kind} ${principal.id}`;
  const bucket = buckets.get(key) ?? new TokenBucket(rate, nowMs);
  // The one that was used last is last, so the first is the one that nobody has used for longest.
  buckets.delete(key);
  const [oldest] = buckets.keys();
  if (buckets.size >= RATED_PRINCIPALS_MAX && oldest !== undefined) buckets.delete(oldest);
  buckets.set(key, bucket);
  return bucket.take(nowMs);
}
