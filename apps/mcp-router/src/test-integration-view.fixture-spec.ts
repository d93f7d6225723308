import { newId } from '@countersign/database';
import type { KnownIntegration } from './test-neighbours.fixture-spec.js';

/** What the registry answers after it has looked; a server that fails is part of the answer, not an error. */
export function anIntegrationView(
  { id, slug, upstream, connectionRevision }: KnownIntegration,
  { succeeded }: { readonly succeeded: boolean },
): object {
  const now = new Date().toISOString();
  const failure = { errorCode: 'discovery.unreachable', message: 'Nobody answers.' };
  return {
    id,
    workspaceId: newId(),
    slug,
    displayName: slug,
    description: '',
    serverUrl: upstream.url,
    transport: 'auto',
    timeoutSeconds: 30,
    auth: 'none',
    authorization: null,
    wireTransport: 'streamable-http',
    health: { state: 'healthy', since: now, consecutiveFailures: 0, watch: 'none', nextCheckAt: null },
    status: succeeded ? 'connected' : 'check_failed',
    era: upstream.era,
    protocolVersion: '2025-11-25',
    version: 1,
    connectionRevision,
    snapshotRevision: 1,
    toolCount: 1,
    headers: [],
    verifiedAt: now,
    lastAttempt: { at: now, succeeded, durationMs: 1, ...(succeeded ? { errorCode: null, message: null } : failure) },
    warnings: [],
    createdAt: now,
    updatedAt: now,
  };
}
