/**
 * Tells waiters of this process that a call may have moved. A hint for speed: another replica's change is seen by looking
 * at the row, so a signal that is missed costs a moment and nothing else.
 */
export class CallSignals {
  private readonly waiters = new Map<string, Set<() => void>>();

  changed(callId: string): void {
    for (const wake of this.waiters.get(callId) ?? []) wake();
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
