import type {
  AgentChanged,
  AuditedRow,
  AuthorizationChanged,
  DiscoveryCompleted,
  DiscoveryFailed,
  IntegrationRegistered,
  IntegrationRemoved,
  IntegrationUpdated,
  ToolDrift,
} from '@countersign/contracts';
import { type AuditEntry, type RecordedEntry, REGISTRY_ACTOR } from './audit-entry.js';

/** A page of 200 entries is read by a person: of a listing that is new altogether, the first tools say it. */
const DRIFT_BYTES_MAX = 8 * 1024;

export function ofRegistered({ integrationId, actor, ...details }: IntegrationRegistered): AuditEntry {
  const { slug, displayName, posture, connectionRevision } = details;
  return {
    action: 'integration.registered',
    actor: actor ?? REGISTRY_ACTOR,
    integrationId,
    details: { slug, displayName, posture, connectionRevision },
  };
}

export function ofUpdated({ integrationId, actor, ...details }: IntegrationUpdated): AuditEntry {
  const { slug, displayName, connectionMoved, connectionRevision } = details;
  return {
    action: 'integration.updated',
    actor: actor ?? REGISTRY_ACTOR,
    integrationId,
    details: { slug, displayName, connectionMoved, connectionRevision },
  };
}

export function ofRemoved({ integrationId, slug, actor }: IntegrationRemoved): AuditEntry {
  return { action: 'integration.removed', actor: actor ?? REGISTRY_ACTOR, integrationId, details: { slug } };
}

/** Null for a discovery that found what was known: there is one every few minutes. */
export function ofCompleted(event: DiscoveryCompleted): AuditEntry | null {
  const { integrationId, snapshotRevision, connectionRevision, toolCount, complete } = event;
  const trigger = event.trigger ?? null;
  const all = event.drift ?? driftOf(event);
  if (all.length === 0 && snapshotRevision > 1) return null;
  const tools = takeWithinBytes(all, DRIFT_BYTES_MAX);
  const isTruncated = tools.length < all.length || !complete;
  return {
    action: 'integration.tools_changed',
    actor: REGISTRY_ACTOR,
    integrationId,
    details: { snapshotRevision, connectionRevision, toolCount, trigger, tools, isTruncated },
  };
}

/** Null for a failure that follows another one: that the server is still away is no news. */
export function ofFailed({ integrationId, first, ...failure }: DiscoveryFailed): AuditEntry | null {
  if (first === false) return null;
  const { errorCode, message, trigger } = failure;
  return {
    action: 'integration.check_failed',
    actor: REGISTRY_ACTOR,
    integrationId,
    details: { errorCode, message, trigger: trigger ?? null },
  };
}

export function ofAuthorization({ integrationId, actor, ...details }: AuthorizationChanged): AuditEntry {
  const { state, issuer, grantedScopes, problem } = details;
  return {
    action: 'integration.authorization_changed',
    actor,
    integrationId,
    details: { state, issuer, grantedScopes, problem },
  };
}

/** `before` and `after` stay the text that they are, as those of policy. */
export function ofAgentChanged({ change, actor, way, requestId, ...details }: AgentChanged): AuditEntry {
  const { agentId, name, version, before, after } = details;
  return {
    action: `agent.${change}`,
    actor,
    way: way ?? null,
    requestId,
    details: { agentId, name, version, before, after },
  };
}

/**
 * A row of policy's record, by its own clock and known by its own id, whichever event or answer brought it. `before` and
 * `after` stay the text that they are: a long one was cut, and then is no JSON any more.
 */
export function toRecorded({ id, at, toolName, revision, before, after, ...row }: AuditedRow): RecordedEntry {
  const { action, actor, way, integrationId, approvalId, requestId } = row;
  const details = { toolName, revision, before, after };
  return {
    eventId: id,
    occurredAt: at,
    entry: { action, actor, integrationId, approvalId, way: way ?? null, requestId, details },
  };
}

/** Of an event from before drift was told. */
function driftOf({ added, removed, changed }: DiscoveryCompleted): Omit<ToolDrift, 'warnings'>[] {
  return [
    ...added.map((name) => ({ name, kinds: ['added' as const] })),
    ...removed.map((name) => ({ name, kinds: ['removed' as const] })),
    ...changed.map((name) => ({ name, kinds: [] })),
  ];
}

function takeWithinBytes<T>(items: readonly T[], bytesMax: number): T[] {
  let bytes = 0;
  const end = items.findIndex((item) => (bytes += Buffer.byteLength(JSON.stringify(item))) > bytesMax);
  return items.slice(0, end === -1 ? items.length : end);
}
