import { upstreamSealContext } from '@countersign/contracts';
import { sealFor } from '@countersign/tokens';
import type { KnownIntegration } from './test-neighbours.fixture-spec.js';

/** What the registry answers to whoever is about to call an integration; its headers are for the router alone. */
export function aResolvedUpstream(
  workspaceId: string,
  integration: KnownIntegration,
  routerPublicKeyPem: string,
): object {
  const { id: integrationId, upstream, connectionRevision, headers } = integration;
  const context = upstreamSealContext(workspaceId, { integrationId, connectionRevision });
  return {
    integrationId,
    serverUrl: upstream.url,
    era: upstream.era,
    protocolVersion: upstream.era === 'modern' ? '2026-07-28' : '2025-11-25',
    connectionRevision,
    timeoutMs: integration.timeoutMs,
    transport: integration.transport,
    credentialVersion: integration.credentialVersion,
    credentialsExpireAt: integration.credentialsExpireAt,
    sealedHeaders: headers && sealFor(routerPublicKeyPem, JSON.stringify(headers), context),
  };
}
