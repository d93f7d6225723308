/** One workspace's changes of one owner: what its followers fetch. */
export class ChangeLog<C extends { revision: number }> {
  private readonly changes: C[] = [];

  get revision(): number {
    return this.changes.at(-1)?.revision ?? 0;
  }

  add(change: Omit<C, 'revision'>): void {
    this.changes.push({ ...change, revision: this.revision + 1 } as C);
  }

  since(revision: number): C[] {
    return this.changes.filter((change) => change.revision > revision);
  }
}

export function logOf<C extends { revision: number }>(
  logs: Map<string, ChangeLog<C>>,
  workspaceId: string,
): ChangeLog<C> {
  const log = logs.get(workspaceId) ?? new ChangeLog<C>();
  logs.set(workspaceId, log);
  return log;
}

export function page<C extends { revision: number }>(log: ChangeLog<C> | undefined, sinceRevision: number): object {
  return { revision: log?.revision ?? 0, changes: log?.since(sinceRevision) ?? [], nextCursor: null };
}
