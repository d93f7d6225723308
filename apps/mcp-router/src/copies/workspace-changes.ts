type Listener = (workspaceId: string) => void;

/** Tells what a workspace's rules were made from apart: equal numbers, equal rules. Of this process only. */
export class WorkspaceChanges {
  private readonly counts = new Map<string, number>();
  private readonly listeners = new Set<Listener>();

  revisionOf(workspaceId: string): number {
    return this.counts.get(workspaceId) ?? 0;
  }

  /** Every listener is told, whatever another one does. @throws AggregateError of what they threw */
  changed(workspaceId: string): void {
    this.counts.set(workspaceId, this.revisionOf(workspaceId) + 1);
    const errors: unknown[] = [];
    for (const listener of [...this.listeners]) {
      try {
        listener(workspaceId);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'not everybody could be told of a change');
  }

  /** @returns the way to stop listening */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
