import type { CatalogueChange } from '@countersign/contracts';

export interface CataloguedTool {
  readonly toolName: string;
  /** Null: it was listed once and is not any more. Kept, so that its name never means another tool. */
  readonly definitionHash: string | null;
}

export interface CataloguedIntegration {
  readonly id: string;
  readonly slug: string;
  readonly connectionRevision: number;
  readonly isRemoved: boolean;
  readonly tools: ReadonlyMap<string, CataloguedTool>;
}

interface MutableIntegration extends CataloguedIntegration {
  readonly tools: Map<string, CataloguedTool>;
}

interface Workspace {
  readonly integrations: Map<string, MutableIntegration>;
  /** A slug is never given to another integration, so the newest entry is the only one. */
  readonly idBySlug: Map<string, string>;
  /** Counts what was applied: equal numbers, equal contents. */
  applied: number;
}

/** What servers offer, as far as the router has heard: integrations, raw names, definition hashes. No definitions. */
export class CatalogueCopy {
  private readonly workspaces = new Map<string, Workspace>();

  apply(workspaceId: string, changes: readonly CatalogueChange[]): void {
    const workspace = this.workspaces.get(workspaceId) ?? { integrations: new Map(), idBySlug: new Map(), applied: 0 };
    workspace.applied += 1;
    this.workspaces.set(workspaceId, workspace);
    for (const change of changes) applyChange(workspace, change);
  }

  /** Of this process only; it moves with every change of the workspace. */
  revisionOf(workspaceId: string): number {
    return this.workspaces.get(workspaceId)?.applied ?? 0;
  }

  integrations(workspaceId: string): readonly CataloguedIntegration[] {
    return [...(this.workspaces.get(workspaceId)?.integrations.values() ?? [])];
  }

  find(workspaceId: string, integrationId: string): CataloguedIntegration | undefined {
    return this.workspaces.get(workspaceId)?.integrations.get(integrationId);
  }

  findBySlug(workspaceId: string, slug: string): CataloguedIntegration | undefined {
    const workspace = this.workspaces.get(workspaceId);
    const id = workspace?.idBySlug.get(slug);
    return id === undefined ? undefined : workspace?.integrations.get(id);
  }
}

function applyChange(workspace: Workspace, change: CatalogueChange): void {
  const known = workspace.integrations.get(change.integrationId);
  const tools = known?.tools ?? new Map<string, CataloguedTool>();
  if (change.toolName !== null) {
    const definitionHash = change.removed ? null : change.definitionHash;
    tools.set(change.toolName, { toolName: change.toolName, definitionHash });
  }
  workspace.integrations.set(change.integrationId, {
    id: change.integrationId,
    slug: change.slug,
    connectionRevision: Math.max(known?.connectionRevision ?? 0, change.connectionRevision),
    isRemoved: known?.isRemoved === true || (change.toolName === null && change.removed),
    tools,
  });
  workspace.idBySlug.set(change.slug, change.integrationId);
}
