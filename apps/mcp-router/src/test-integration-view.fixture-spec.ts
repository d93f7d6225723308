import { newId } from '@countersign/database';
import type { KnownIntegration } from './test-neighbours.fixture-spec.js';

export function anIntegrationView({ id, slug, upstream, connectionRevision }: KnownIntegration): object {
  const now = new Date().toISOString();
  return {
    id,
    workspaceId: newId(),
    slug,
    displayName: slug,
    description: '',
    serverUrl: upstream.url,
    transport: 'auto',
    timeoutSeconds: 30,
    status: 'connected',
    era: upstream.era,
    protocolVersion: '2025-11-25',
    connectionRevision,
    snapshotRevision: 1,
    toolCount: 1,
    headers: [],
    verifiedAt: now,
    lastAttempt: { at: now, succeeded: true, durationMs: 1, errorCode: null, message: null },
    warnings: [],
    createdAt: now,
    updatedAt: now,
  };
}
