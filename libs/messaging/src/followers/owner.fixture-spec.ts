export interface Change {
  readonly revision: number;
  readonly name: string;
}

/** What the owner keeps: one numbered change after the other, in each workspace. */
export class Owner {
  readonly workspaces = new Map<string, Change[]>();
  fetches = 0;
  failure: Error | undefined;
  gate: Promise<void> | undefined;

  change(workspaceId: string, name: string): void {
    const changes = this.workspaces.get(workspaceId) ?? [];
    this.workspaces.set(workspaceId, [...changes, { revision: changes.length + 1, name }]);
  }

  revisions = () => {
    const entries = [...this.workspaces];
    return Promise.resolve(entries.map(([workspaceId, changes]) => ({ workspaceId, revision: changes.length })));
  };

  fetch = async (workspaceId: string, sinceRevision: number, cursor?: string) => {
    this.fetches += 1;
    const all = this.workspaces.get(workspaceId) ?? [];
    await this.gate;
    if (this.failure) throw this.failure;
    const from = cursor ? Number(cursor) : sinceRevision;
    const changes = all.slice(from, from + 2);
    const nextCursor = from + 2 < all.length ? String(from + 2) : null;
    return { revision: all.length, changes, nextCursor };
  };
}
