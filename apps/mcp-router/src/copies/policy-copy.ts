import type { Entitlements, PolicyChange } from '@countersign/contracts';
import {
  CLOSED_INTEGRATION_POLICY,
  healIntegrationPolicy,
  readStoredRow,
  toPolicyLookup,
  type IntegrationPolicy,
  type PolicyLookup,
  type StoredRow,
} from '@countersign/tool-policy';

interface Workspace {
  readonly tools: Map<string, Map<string, StoredRow>>;
  readonly integrations: Map<string, IntegrationPolicy>;
  /** The connection that an integration's policies are about, where the policy service says it. */
  readonly connections: Map<string, number>;
  entitlements: Entitlements;
  /** Counts what was applied: equal numbers, equal contents. */
  applied: number;
}

/** What people decided. Documents are healed on arrival; one that cannot be read denies its tool and no other. */
export class PolicyCopy {
  private readonly workspaces = new Map<string, Workspace>();

  apply(workspaceId: string, changes: readonly PolicyChange[]): void {
    const workspace = this.workspaces.get(workspaceId) ?? emptyWorkspace();
    workspace.applied += 1;
    this.workspaces.set(workspaceId, workspace);
    for (const change of changes) applyChange(workspace, change);
  }

  /** Of this process only; it moves with every change of the workspace. */
  revisionOf(workspaceId: string): number {
    return this.workspaces.get(workspaceId)?.applied ?? 0;
  }

  tool(workspaceId: string, integrationId: string, toolName: string): PolicyLookup {
    return toPolicyLookup(this.workspaces.get(workspaceId)?.tools.get(integrationId)?.get(toolName));
  }

  toolNames(workspaceId: string, integrationId: string): readonly string[] {
    return [...(this.workspaces.get(workspaceId)?.tools.get(integrationId)?.keys() ?? [])];
  }

  integration(workspaceId: string, integrationId: string): IntegrationPolicy {
    return this.workspaces.get(workspaceId)?.integrations.get(integrationId) ?? CLOSED_INTEGRATION_POLICY;
  }

  /** Undefined: a policy service that does not say. */
  connectionRevision(workspaceId: string, integrationId: string): number | undefined {
    return this.workspaces.get(workspaceId)?.connections.get(integrationId);
  }

  entitlements(workspaceId: string): Entitlements {
    return this.workspaces.get(workspaceId)?.entitlements ?? DEFAULT_ENTITLEMENTS;
  }
}

/** On until an operator turns it off; it opens nothing, since without it an `ask` is a `deny`. */
const DEFAULT_ENTITLEMENTS: Entitlements = { agent_approvals: true };

function emptyWorkspace(): Workspace {
  return {
    tools: new Map(),
    integrations: new Map(),
    connections: new Map(),
    entitlements: DEFAULT_ENTITLEMENTS,
    applied: 0,
  };
}

function applyChange(workspace: Workspace, change: PolicyChange): void {
  switch (change.kind) {
    case 'tool':
      return applyTool(workspace, change);
    case 'integration':
      return applyIntegration(workspace, change);
    case 'entitlements':
      if (change.entitlements) workspace.entitlements = change.entitlements;
      return;
    default:
      // A kind that a newer policy service has invented. It cannot open what the known kinds close.
      return;
  }
}

function applyTool(workspace: Workspace, { integrationId, toolName, policy }: PolicyChange): void {
  if (integrationId === undefined || toolName === undefined) return;
  const tools = workspace.tools.get(integrationId) ?? new Map<string, StoredRow>();
  workspace.tools.set(integrationId, tools);
  if (policy === null || policy === undefined) tools.delete(toolName);
  else tools.set(toolName, readStoredRow(policy, { toolName, ordinal: 0 }));
}

function applyIntegration(workspace: Workspace, { integrationId, policy, connectionRevision }: PolicyChange): void {
  if (integrationId === undefined) return;
  if (connectionRevision !== undefined) workspace.connections.set(integrationId, connectionRevision);
  const healed = healIntegrationPolicy(policy);
  workspace.integrations.set(integrationId, healed.ok ? healed.policy : CLOSED_INTEGRATION_POLICY);
}
