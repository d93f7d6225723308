import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import type { AllowList } from './allow-list.js';
import { EgressConnectError } from './egress.errors.js';
import { dial } from './guarded-socket.client.js';
import { parseTarget, type Target } from './parse-target.js';
import { type Lookup, type ResolvedTarget, resolveTarget } from './resolve-target.client.js';

export interface GuardOptions {
  readonly allowList: AllowList;
  readonly lookup: Lookup;
  readonly ca?: string | undefined;
}

export interface OpenOptions {
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Parse, resolve, check, dial, check again: the one way to a socket. */
export class Guard {
  constructor(private readonly options: GuardOptions) {}

  parse(url: string | URL): Target {
    return parseTarget(url, this.options.allowList);
  }

  check(url: string | URL, open: OpenOptions): Promise<ResolvedTarget> {
    const target = this.parse(url);
    return withDeadline(target.hostname, open, (signal) => this.resolve(target, signal));
  }

  open(url: string | URL, open: OpenOptions): Promise<Socket | TLSSocket> {
    const target = this.parse(url);
    return withDeadline(target.hostname, open, async (signal) => {
      const resolved = await this.resolve(target, signal);
      return dial(resolved, { signal, ca: this.options.ca });
    });
  }

  /** A resolver cannot be interrupted; its late answer goes nowhere. */
  private resolve(target: Target, signal: AbortSignal): Promise<ResolvedTarget> {
    const { allowList, lookup } = this.options;
    return raceAbort(resolveTarget(target, allowList, lookup), signal);
  }
}

async function withDeadline<T>(
  host: string,
  { timeoutMs, signal }: OpenOptions,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(new EgressConnectError('timed_out', host)), timeoutMs);
  try {
    return await run(signal === undefined ? deadline.signal : AbortSignal.any([deadline.signal, signal]));
  } finally {
    clearTimeout(timer);
  }
}

async function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason as Error);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
