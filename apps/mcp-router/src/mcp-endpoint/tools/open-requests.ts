import type { Caller } from '../../callers/caller.js';

/** A `tools/call` that this process is answering. */
export interface OpenRequest {
  /** It was taken back, perhaps before its call was recorded. */
  readonly isCancelled: () => boolean;
  readonly close: () => void;
}

/**
 * The requests that this process is answering, by their client's own names for them: a cancellation can overtake the
 * commit of the call that it is about, and finds nothing in the ledger then.
 */
export class OpenRequests {
  private readonly cancelledByKey = new Map<string, { isCancelled: boolean }>();

  open(caller: Caller, requestKey: string): OpenRequest {
    const key = keyOf(caller, requestKey);
    const state = { isCancelled: false };
    this.cancelledByKey.set(key, state);
    return {
      isCancelled: () => state.isCancelled,
      close: () => {
        if (this.cancelledByKey.get(key) === state) this.cancelledByKey.delete(key);
      },
    };
  }

  cancel(caller: Caller, requestKey: string): void {
    const state = this.cancelledByKey.get(keyOf(caller, requestKey));
    if (state !== undefined) state.isCancelled = true;
  }
}

function keyOf({ workspaceId, principal }: Caller, requestKey: string): string {
  return `${workspaceId} ${principal.kind} ${principal.id} ${requestKey}`;
}
