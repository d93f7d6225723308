import type { Actor, Way } from '@countersign/contracts';

export type AuditAction =
  | 'integration_policy.created'
  | 'integration_policy.connection_moved'
  | 'integration_policy.removed'
  | 'integration_policy.updated'
  | 'discovery.merged'
  | 'tool_policy.updated'
  | 'tool_policy.pruned'
  | 'entitlements.updated'
  | 'approval_settings.updated'
  | 'approval.requested'
  | 'approval.approved'
  | 'approval.denied'
  | 'approval.expired'
  | 'approval.invalidated'
  | 'approval.cancelled'
  | 'approval.withdrawn'
  | 'webhook.created'
  | 'webhook.updated'
  | 'webhook.removed'
  | 'webhook.replayed';

/** `operator`: the operator's own command, on the machine of the service. */
export type AuditWay = Way | 'operator';

/** One thing that somebody did. `before` and `after` are plain JSON. */
export interface AuditEntry {
  readonly action: AuditAction;
  readonly actor: Actor;
  /** Absent: nobody came on any way; an event or the clock did it. */
  readonly way?: AuditWay | null;
  readonly integrationId?: string;
  readonly toolName?: string;
  readonly approvalId?: string;
  readonly revision?: number;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Who acts when nobody does: the clock, a discovery, another service. */
export const SYSTEM_ACTOR: Actor = { kind: 'system', id: 'policy', name: 'Policy service' };
