import { resolveUpstream, ResolveUpstreamRequest, type UpstreamView } from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { NotAuthorizedError } from '../integrations/integration.errors.js';
import { HeaderVault } from './header-vault.client.js';
import { ResolveCredentials } from './resolve-credentials.use-case.js';

const MS_PER_SECOND = 1_000;

/** Tells the router how to call a server. Nobody else may ask, and nobody else could open the credentials. */
@Responder()
export class UpstreamResponder {
  constructor(
    private readonly credentials: ResolveCredentials,
    private readonly vault: HeaderVault,
  ) {}

  @Responds(resolveUpstream)
  async resolve(request: ResolveUpstreamRequest): Promise<UpstreamView> {
    const { workspaceId, integrationId, refused } = request;
    const { integration, headers, version, expiresAt } = await this.credentials.execute(request, refused);
    const { serverUrl, wireTransport, era, protocolVersion, connectionRevision, timeoutSeconds } = integration;
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
      credentialVersion: version,
      credentialsExpireAt: expiresAt?.toISOString() ?? null,
      sealedHeaders: version === 0 ? null : this.vault.sealForRouter(headers, key),
    };
  }
}
