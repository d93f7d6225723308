import type { RefusedCredentials } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { DiscoveredServer } from '../discovery/discovered-server.js';
import { ServerRefusedError } from '../discovery/discovery.errors.js';
import { McpServerClient } from '../discovery/mcp-server.client.js';
import { NotAuthorizedError } from './integration.errors.js';
import type { IntegrationRef } from './integration.repository.js';
import { type StoredAddress, StoredAddresses } from './stored-address.repository.js';

export interface AskedServer {
  readonly server: DiscoveredServer;
  /** What was known of how to speak to it was not used. */
  readonly isNegotiated: boolean;
}

/** Discovers a registered server with its credentials; with newer ones, once, where it does not accept those. */
@Injectable()
export class AskServer {
  constructor(
    private readonly addresses: StoredAddresses,
    private readonly servers: McpServerClient,
  ) {}

  /** @throws IntegrationNotFoundError, NotAuthorizedError, DiscoveryError, OAuthError, EgressRefusedError */
  async execute(ref: IntegrationRef, isVerdictStale: boolean): Promise<AskedServer> {
    const stored = await this.addresses.read(ref);
    try {
      return await this.discover(stored, isVerdictStale);
    } catch (error) {
      const newer = await this.findNewer(ref, stored, error);
      if (newer === null) throw error;
      return this.discover(newer, isVerdictStale);
    }
  }

  private async findNewer(ref: IntegrationRef, stored: StoredAddress, error: unknown): Promise<StoredAddress | null> {
    const refused = toRefused(stored, error);
    if (refused === null) return null;
    try {
      const next = await this.addresses.read(ref, refused);
      return next.credentialVersion === stored.credentialVersion ? null : next;
    } catch (cause) {
      // It ended just now: what the server answered is still the news of this attempt.
      if (cause instanceof NotAuthorizedError) return null;
      throw cause;
    }
  }

  private async discover({ address }: StoredAddress, isVerdictStale: boolean): Promise<AskedServer> {
    const prior = isVerdictStale ? null : address.prior;
    return { server: await this.servers.discover({ ...address, prior }), isNegotiated: prior === null };
  }
}

function toRefused({ credentialVersion }: StoredAddress, error: unknown): RefusedCredentials | null {
  if (!(error instanceof ServerRefusedError) || error.reason === null) return null;
  return { credentialVersion, reason: error.reason, scopes: error.scopes };
}
