import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { WAIT_POLL_MS } from '../limits.js';
import type { Call } from './call.js';
import { CallRepository } from './call.repository.js';
import { CallSignals } from './call-signals.js';
import { isSettled } from './call-state.js';

export interface WaitOptions {
  readonly timeoutMs: number;
  /** The client's request; when it ends, so does the wait. */
  readonly signal?: AbortSignal;
}

/** Waits until a call has ended or is unknown, whichever replica does it. Holds no transaction and no lock meanwhile. */
@Injectable()
export class AwaitCall {
  constructor(
    private readonly database: Database,
    private readonly calls: CallRepository,
    private readonly signals: CallSignals,
  ) {}

  /** @returns the call as it is at the end of the wait, settled or not */
  async execute(workspaceId: string, callId: string, { timeoutMs, signal }: WaitOptions): Promise<Call> {
    const deadline = performance.now() + timeoutMs;
    for (;;) {
      // Listening before looking, so that a change in between is not slept through.
      const change = this.nextChange(callId, deadline, signal);
      const call = await this.database.read(workspaceId, (tx) => this.calls.get(tx, callId));
      if (isSettled(call.state) || performance.now() >= deadline || signal?.aborted === true) {
        change.stop();
        return call;
      }
      await change.promise;
    }
  }

  private nextChange(
    callId: string,
    deadline: number,
    signal?: AbortSignal,
  ): { promise: Promise<void>; stop: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, Math.max(0, Math.min(WAIT_POLL_MS, deadline - performance.now())));
    const unlisten = this.signals.listen(callId, resolve);
    signal?.addEventListener('abort', () => resolve(), { once: true });
    const stop = (): void => {
      clearTimeout(timer);
      unlisten();
      resolve();
    };
    void promise.then(stop);
    return { promise, stop };
  }
}
