import type { OAuthSettings } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationRef } from '../integrations/integration.repository.js';
import { type NewSettings, OAuthSettingsRepository, type StoredSettings } from './oauth-settings.repository.js';
import { OAuthVault } from './oauth-vault.client.js';

export interface GivenSettings {
  readonly settings: OAuthSettings;
  /** Of the authorization server that was found. */
  readonly issuer: string;
  /** The connection revision that they come with. */
  readonly version: number;
  readonly setBy: string;
}

export interface OpenSettings {
  readonly settings: StoredSettings | null;
  readonly clientSecret: string | null;
}

/** What people set for OAuth; the secret among it is sealed on its way in, and goes to one authorization server. */
@Injectable()
export class SettingsStore {
  constructor(
    private readonly rows: OAuthSettingsRepository,
    private readonly vault: OAuthVault,
  ) {}

  /** A client of a person's own is used with one authorization server for ever: its secret is no other one's business. */
  async seal(ref: IntegrationRef, { settings, issuer: found, version, setBy }: GivenSettings): Promise<NewSettings> {
    const { clientId, clientSecret, clientAuthMethod, scopes, issuer } = settings;
    return {
      clientId: clientId ?? null,
      clientAuthMethod: clientAuthMethod ?? null,
      scopes: scopes ?? [],
      boundIssuer: issuer ?? (clientId ? found : null),
      sealedSecret: clientSecret ? await this.vault.seal(clientSecret, toKey(ref, version)) : null,
      version,
      secretSetBy: clientSecret ? setBy : null,
    };
  }

  /** @throws UnsealError when the secret is not the one that was stored with these settings */
  async find(tx: EntityManager, ref: IntegrationRef): Promise<OpenSettings> {
    const settings = await this.rows.find(tx, ref);
    if (settings === null || settings.sealedSecret === null) return { settings, clientSecret: null };
    const clientSecret = await this.vault.open<string>(settings.sealedSecret, toKey(ref, settings.version));
    return { settings, clientSecret };
  }
}

function toKey({ workspaceId, integrationId }: IntegrationRef, version: number) {
  return { workspaceId, integrationId, version, purpose: 'oauth-client-secret' } as const;
}
