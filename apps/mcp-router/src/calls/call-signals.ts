/**
 * Tells waiters of this process that a call may have moved. A hint for speed: what another replica changes, and a signal
 * that was missed, is found by looking at the rows of all that are awaited.
 */
export class CallSignals {
  private readonly waiters = new Map<string, Set<() => void>>();

  changed(callId: string): void {
    for (const wake of this.waiters.get(callId) ?? []) wake();
  }

  /** The ids of the calls that somebody waits for. */
  awaited(): string[] {
    return [...this.waiters.keys()];
  }

  /** @returns the way to stop listening */
  listen(callId: string, wake: () => void): () => void {
    const listeners = this.waiters.get(callId) ?? new Set();
    this.waiters.set(callId, listeners.add(wake));
    return () => {
      listeners.delete(wake);
      if (listeners.size === 0) this.waiters.delete(callId);
    };
  }
}
