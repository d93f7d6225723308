import type { Actor } from '@countersign/contracts';

export interface AuditEntry {
  /** `integration.updated`, `approval.approved`, `token.created` …: a noun, a dot, what became of it. */
  readonly action: string;
  readonly actor: Actor;
  readonly integrationId?: string | null;
  readonly approvalId?: string | null;
  /** On which way a person did it, where several lead to the same. */
  readonly way?: string | null;
  /** Of the HTTP request that did it; it finds the rest in the logs. */
  readonly requestId?: string | null;
  /** Plain JSON, bounded by whoever makes it. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** An entry with what it is known by, and when it happened. */
export interface RecordedEntry {
  /** Of what told of it: the same adds nothing more. */
  readonly eventId: string;
  /** Null: now. */
  readonly occurredAt: string | null;
  readonly entry: AuditEntry;
}

/** Who acts when nobody does: a poll, a server that said that its list changed. */
export const REGISTRY_ACTOR: Actor = {
  kind: 'system',
  id: 'integration-registry',
  name: 'Integration registry',
};

/** Who sets a fresh installation up. */
export const GATEWAY_ACTOR: Actor = { kind: 'system', id: 'admin-gateway', name: 'Admin gateway' };
