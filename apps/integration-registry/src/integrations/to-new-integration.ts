import type { AuthKind, RegisterIntegrationRequest, Transport } from '@countersign/contracts';
import { slugKey } from '@countersign/tool-name';
import type { DiscoveredServer } from '../discovery/discovered-server.js';
import type { NewIntegration } from './integration.repository.js';

/** What a person asked for, checked. */
export interface Registration {
  readonly slug: string;
  readonly serverUrl: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutSeconds: number;
  readonly transport: Transport;
  readonly auth: AuthKind;
}

export const FIRST_CONNECTION_REVISION = 1;

/** The row of a server before its first snapshot, which has the revision 1, is stored; without one, it waits for a person. */
export function toNewIntegration(
  id: string,
  { workspaceId, displayName, description, posture }: RegisterIntegrationRequest,
  { slug, serverUrl, headers, timeoutSeconds, transport, auth }: Registration,
  server: DiscoveredServer | null,
): Omit<NewIntegration, 'revision'> {
  return {
    id,
    workspaceId,
    slug,
    slugKey: slugKey(slug),
    displayName,
    description: description ?? '',
    serverUrl,
    transport,
    timeoutSeconds,
    posture: posture ?? 'open',
    auth,
    status: server === null ? 'awaiting_authorization' : 'connected',
    wireTransport: server?.wireTransport ?? null,
    era: server?.era ?? null,
    protocolVersion: server?.protocolVersion ?? null,
    connectionRevision: FIRST_CONNECTION_REVISION,
    snapshotRevision: 0,
    snapshotConnectionRevision: 0,
    grantVersion: 0,
    headersVersion: Object.keys(headers).length === 0 ? 0 : FIRST_CONNECTION_REVISION,
    toolCount: 0,
    warnings: [],
  };
}
