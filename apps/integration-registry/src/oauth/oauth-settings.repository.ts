import type { ClientAuthMethod } from '@countersign/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { IntegrationRef } from '../integrations/integration.repository.js';

/** What a person set for an integration, and what follows from it. */
export interface StoredSettings {
  readonly clientId: string | null;
  readonly clientAuthMethod: ClientAuthMethod | null;
  readonly scopes: readonly string[];
  readonly boundIssuer: string | null;
  readonly sealedSecret: string | null;
  /** The connection revision that the secret was sealed for. */
  readonly version: number;
  readonly secretSetAt: Date | null;
  readonly secretSetBy: string | null;
}

export type NewSettings = Omit<StoredSettings, 'secretSetAt'>;

interface SettingsRow {
  readonly integration_id: string;
  readonly client_id: string | null;
  readonly client_auth_method: ClientAuthMethod | null;
  readonly scopes: string[];
  readonly bound_issuer: string | null;
  readonly sealed_secret: string | null;
  readonly version: number;
  readonly secret_set_at: Date | null;
  readonly secret_set_by: string | null;
}

@Injectable()
export class OAuthSettingsRepository {
  async replace(tx: EntityManager, ref: IntegrationRef, settings: NewSettings | null): Promise<void> {
    const key = [ref.workspaceId, ref.integrationId];
    await tx.query('delete from oauth_settings where workspace_id = $1 and integration_id = $2', key);
    if (settings === null) return;
    const { clientId, clientAuthMethod, scopes, boundIssuer, sealedSecret, version, secretSetBy } = settings;
    await tx.query(
      `insert into oauth_settings (workspace_id, integration_id, client_id, client_auth_method, scopes, bound_issuer,
         sealed_secret, version, secret_set_at, secret_set_by)
       values ($1, $2, $3, $4, $5, $6, $7, $8, case when $7::text is null then null else now() end, $9)`,
      [...key, clientId, clientAuthMethod, scopes, boundIssuer, sealedSecret, version, secretSetBy],
    );
  }

  async find(tx: EntityManager, ref: IntegrationRef): Promise<StoredSettings | null> {
    return (await this.listOf(tx, ref.workspaceId, [ref.integrationId])).get(ref.integrationId) ?? null;
  }

  /** By integration id. */
  async listOf(
    tx: EntityManager,
    workspaceId: string,
    integrationIds: readonly string[],
  ): Promise<ReadonlyMap<string, StoredSettings>> {
    const rows = await tx.query<SettingsRow[]>(
      'select * from oauth_settings where workspace_id = $1 and integration_id = any($2::uuid[])',
      [workspaceId, integrationIds],
    );
    return new Map(rows.map((row) => [row.integration_id, toSettings(row)]));
  }
}

function toSettings(row: SettingsRow): StoredSettings {
  return {
    clientId: row.client_id,
    clientAuthMethod: row.client_auth_method,
    scopes: row.scopes,
    boundIssuer: row.bound_issuer,
    sealedSecret: row.sealed_secret,
    version: row.version,
    secretSetAt: row.secret_set_at,
    secretSetBy: row.secret_set_by,
  };
}
