import type { Actor } from '@countersign/contracts';

export const AUDIT_ACTIONS = [
  'integration.registered',
  'integration.updated',
  'integration.removed',
  'integration.tools_changed',
  'integration.check_failed',
  'integration.authorization_changed',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

export interface AuditEntry {
  readonly action: AuditAction;
  readonly actor: Actor;
  readonly integrationId: string;
  /** Plain JSON, bounded by whoever makes it. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Who acts when nobody does: a poll, a server that said that its list changed. */
export const REGISTRY_ACTOR: Actor = {
  kind: 'system',
  id: 'integration-registry',
  name: 'Integration registry',
};
