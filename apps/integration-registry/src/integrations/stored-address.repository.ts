import type { RefusedCredentials } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import { ResolveCredentials } from '../credentials/resolve-credentials.use-case.js';
import type { ProtocolVerdict } from '../discovery/discovered-server.js';
import type { ServerAddress } from '../discovery/server-address.js';
import type { Integration } from './integration.entity.js';
import type { IntegrationRef } from './integration.repository.js';
import { MS_PER_SECOND } from './timeouts.js';

export interface StoredAddress {
  readonly connectionRevision: number;
  readonly credentialVersion: number;
  readonly address: ServerAddress;
}

/** How to ask the server of a registered integration, with its credentials. */
@Injectable()
export class StoredAddresses {
  constructor(private readonly credentials: ResolveCredentials) {}

  /**
   * With `refused`, with newer credentials than those where they can be had.
   *
   * @throws IntegrationNotFoundError, NotAuthorizedError, and what is wrong with a renewal of its credentials
   */
  async read(ref: IntegrationRef, refused?: RefusedCredentials): Promise<StoredAddress> {
    const { integration, headers, version } = await this.credentials.execute(ref, refused);
    const { serverUrl, transport, timeoutSeconds, connectionRevision } = integration;
    const timeoutMs = timeoutSeconds * MS_PER_SECOND;
    const { workspaceId } = ref;
    const address = { workspaceId, serverUrl, headers, timeoutMs, transport, prior: toPrior(integration) };
    return { connectionRevision, credentialVersion: version, address };
  }
}

/** Null where it was never verified. */
function toPrior({ wireTransport, era, protocolVersion }: Integration): ProtocolVerdict | null {
  if (wireTransport === null || era === null || protocolVersion === null) return null;
  return { wireTransport, era, protocolVersion };
}
