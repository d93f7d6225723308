import { resolveUpstream, ResolveUpstreamRequest, type UpstreamView } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { NotAuthorizedError } from '../integrations/integration.errors.js';
import { IntegrationRepository } from '../integrations/integration.repository.js';
import { HeaderVault } from './header-vault.client.js';
import { HeaderStore } from './header-store.repository.js';

const MS_PER_SECOND = 1_000;

/** Tells the router how to call a server. Nobody else may ask, and nobody else could open the credentials. */
@Responder()
export class UpstreamResponder {
  constructor(
    private readonly database: Database,
    private readonly integrations: IntegrationRepository,
    private readonly headers: HeaderStore,
    private readonly vault: HeaderVault,
  ) {}

  @Responds(resolveUpstream)
  async resolve(request: ResolveUpstreamRequest): Promise<UpstreamView> {
    const { workspaceId, integrationId } = request;
    const { integration, headers } = await this.database.read(workspaceId, async (tx) => {
      const found = await this.integrations.get(tx, request);
      return { integration: found, headers: await this.headers.open(tx, found) };
    });
    const { serverUrl, wireTransport, era, protocolVersion, connectionRevision, timeoutSeconds, headersVersion } =
      integration;
    if (wireTransport === null || era === null || protocolVersion === null) throw new NotAuthorizedError(integrationId);
    const key = { workspaceId, integrationId, connectionRevision };
    return {
      integrationId,
      serverUrl,
      transport: wireTransport,
      era,
      protocolVersion,
      connectionRevision,
      timeoutMs: timeoutSeconds * MS_PER_SECOND,
      sealedHeaders: headersVersion === 0 ? null : this.vault.sealForRouter(headers, key),
    };
  }
}
