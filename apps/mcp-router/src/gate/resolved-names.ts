import type { Copies } from '../copies/copies.js';

/** Of one workspace: 10,000 tools under one prefix. More, as of tokens with many prefixes, only means that some are resolved anew. */
const NAMES_MAX = 10_000;

type Revisions = { readonly [C in 'catalogue' | 'policy']: Pick<Copies[C], 'revisionOf'> };

interface Workspace<T> {
  readonly catalogueRevision: number;
  readonly policyRevision: number;
  readonly byName: Map<string, T>;
}

/**
 * What names mean, until anything changes that could give them another meaning. Resolving the digest form of a long name
 * hashes every tool of its integration: 1.5 ms for a thousand of them.
 */
export class ResolvedNames<T> {
  private readonly workspaces = new Map<string, Workspace<T>>();

  find(copies: Revisions, workspaceId: string, key: string): T | undefined {
    const workspace = this.workspaces.get(workspaceId);
    return workspace !== undefined && isCurrent(copies, workspaceId, workspace) ? workspace.byName.get(key) : undefined;
  }

  keep(copies: Revisions, workspaceId: string, { key, value }: { readonly key: string; readonly value: T }): void {
    const known = this.workspaces.get(workspaceId);
    const isUsable = known !== undefined && isCurrent(copies, workspaceId, known) && known.byName.size < NAMES_MAX;
    const workspace = isUsable ? known : emptyWorkspace<T>(copies, workspaceId);
    this.workspaces.set(workspaceId, workspace);
    workspace.byName.set(key, value);
  }
}

function isCurrent<T>(copies: Revisions, workspaceId: string, workspace: Workspace<T>): boolean {
  return (
    workspace.catalogueRevision === copies.catalogue.revisionOf(workspaceId) &&
    workspace.policyRevision === copies.policy.revisionOf(workspaceId)
  );
}

function emptyWorkspace<T>(copies: Revisions, workspaceId: string): Workspace<T> {
  return {
    catalogueRevision: copies.catalogue.revisionOf(workspaceId),
    policyRevision: copies.policy.revisionOf(workspaceId),
    byName: new Map(),
  };
}
