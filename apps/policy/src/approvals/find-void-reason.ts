import type { ApprovalRequested } from '@countersign/contracts';
import type { StoredRow } from '@countersign/tool-policy';
import type { VoidReason } from './void-settlement.js';

/** What this service knows of the tool at the moment the request arrives. */
export interface RequestedTool {
  /** Null: no such integration. */
  readonly integration: { readonly isRemoved: boolean; readonly connectionRevision: number } | null;
  readonly row: StoredRow | undefined;
}

type Request = Pick<ApprovalRequested, 'connectionRevision' | 'definitionHash' | 'askReason'>;

/**
 * Why a request is void on arrival: the tool has changed since the router asked, and the change found nothing to
 * invalidate yet. Null: it can be decided.
 *
 * A connection newer than ours is fine: its announcement is on its way. So is another definition where the router asked
 * because of just that difference.
 */
export function findVoidReason(request: Request, { integration, row }: RequestedTool): VoidReason | null {
  if (integration === null || integration.isRemoved) return 'integration_removed';
  if (request.connectionRevision < integration.connectionRevision) return 'integration_moved';
  if (row?.kind !== 'readable') return 'tool_denied';
  if (row.policy.status !== 'available') return 'tool_missing';
  if (!row.policy.enabled) return 'tool_disabled';
  const isSameDefinition = row.policy.definitionHash === request.definitionHash;
  return isSameDefinition || request.askReason === 'definition_drift' ? null : 'tool_changed';
}
