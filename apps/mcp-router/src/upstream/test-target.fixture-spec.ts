import { newId } from '@countersign/database';
import type { TestUpstream } from '../test-upstream.fixture-spec.js';
import type { UpstreamTarget } from './upstream-outcome.js';

/** What the registry says of a server that answers in time and needs no credentials. */
export function aTarget(
  { url, era }: Pick<TestUpstream, 'url' | 'era'>,
  change: Partial<UpstreamTarget> = {},
): UpstreamTarget {
  return {
    workspaceId: newId(),
    integrationId: newId(),
    connectionRevision: 1,
    url: new URL(url),
    era,
    protocolVersion: era === 'modern' ? '2026-07-28' : '2025-11-25',
    timeoutMs: 20_000,
    transport: 'streamable-http',
    headers: {},
    credentialVersion: 0,
    ...change,
  };
}
