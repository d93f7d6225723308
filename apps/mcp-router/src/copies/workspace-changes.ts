type Listener = (workspaceId: string) => void;

/** Tells what a workspace's rules were made from apart: equal numbers, equal rules. Of this process only. */
export class WorkspaceChanges {
  private readonly counts = new Map<string, number>();
  private readonly listeners = new Set<Listener>();

  revisionOf(workspaceId: string): number {
    return this.counts.get(workspaceId) ?? 0;
  }

  changed(workspaceId: string): void {
    this.counts.set(workspaceId, this.revisionOf(workspaceId) + 1);
    for (const listener of this.listeners) listener(workspaceId);
  }

  /** @returns the way to stop listening */
  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
