import type {
  AuthorizationView,
  DiscoveryAttempt,
  HealthView,
  IntegrationView,
  StoredHeader,
} from '@countersign/contracts';
import type { Integration } from './integration.entity.js';

export interface IntegrationDetails {
  readonly headers: readonly StoredHeader[];
  /** Null while nobody has authorized it: such a server is not asked. */
  readonly lastAttempt: DiscoveryAttempt | null;
  readonly health: HealthView;
  /** Null where none is needed. */
  readonly authorization: AuthorizationView | null;
}

/** What people may see of an integration: of its credentials, that they are there. */
export function toIntegrationView(
  row: Integration,
  { headers, lastAttempt, health, authorization }: IntegrationDetails,
): IntegrationView {
  return {
    id: row.id,
    workspaceId: row.workspaceId,
    slug: row.slug,
    displayName: row.displayName,
    description: row.description,
    serverUrl: row.serverUrl,
    transport: row.transport,
    timeoutSeconds: row.timeoutSeconds,
    auth: row.auth,
    authorization,
    status: row.status,
    wireTransport: row.wireTransport,
    era: row.era,
    protocolVersion: row.protocolVersion,
    version: row.settingsVersion,
    connectionRevision: row.connectionRevision,
    snapshotRevision: row.snapshotRevision,
    toolCount: row.toolCount,
    headers: [...headers],
    verifiedAt: row.verifiedAt?.toISOString() ?? null,
    lastAttempt,
    health,
    warnings: row.warnings,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}
