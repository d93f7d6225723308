import { Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
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
      try {
        const call = await this.database.read(workspaceId, (tx) => this.calls.get(tx, callId));
        if (isSettled(call.state) || performance.now() >= deadline || signal?.aborted === true) return call;
        await change.promise;
      } finally {
        change.stop();
      }
    }
  }

  /** What settles it without this process knowing is found by `SettledCalls`. */
  private nextChange(
    callId: string,
    deadline: number,
    signal?: AbortSignal,
  ): { promise: Promise<void>; stop: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    const wake = (): void => resolve();
    const timer = setTimeout(wake, Math.max(0, deadline - performance.now()));
    const unlisten = this.signals.listen(callId, wake);
    signal?.addEventListener('abort', wake);
    const stop = (): void => {
      clearTimeout(timer);
      unlisten();
      signal?.removeEventListener('abort', wake);
    };
    return { promise, stop };
  }
}
