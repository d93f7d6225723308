import { describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { type OAuthKey, OAuthVault } from '../../oauth/oauth-vault.client.js';
import { SEALED_COLUMNS } from './sealed-columns.js';
import { AFTER, BEFORE, theSecrets } from './sealed-secrets.fixture-spec.js';

describe('the rotation of keys', () => {
  const secrets = theSecrets();

  it('knows what each kind of secret is bound to', async () => {
    const { workspaceId, integrationId } = await secrets.anIntegration(BEFORE);
    await secrets.sql('update integrations set grant_version = 4, connection_revision = 9 where id = $1', [
      integrationId,
    ]);
    const [clientId, stateHash] = [newId(), 'a'.repeat(64)];
    const keyOf = (purpose: OAuthKey['purpose'], version: number, id = integrationId): OAuthKey => {
      return { workspaceId, integrationId: id, purpose, version };
    };
    const keys: Readonly<Record<string, OAuthKey>> = {
      oauth_settings: keyOf('oauth-client-secret', 2),
      oauth_grants: keyOf('oauth-grant', 4),
      oauth_clients: keyOf('oauth-client', 1, clientId),
      pending_authorizations: keyOf('oauth-pending', 3),
    };
    const ids = { workspace_id: workspaceId, integration_id: integrationId };
    const rows: Readonly<Record<string, object>> = {
      oauth_settings: { ...ids, scopes: '{}', version: 2 },
      oauth_grants: {
        ...{ ...ids, version: 4, state: 'authorized', issuer: '', client_id: '', registration: '' },
        ...{ granted_scopes: '{}', missing_scopes: '{}', authorized_by: '', has_refresh_token: true },
      },
      oauth_clients: { workspace_id: workspaceId, id: clientId, issuer: '', redirect_uri: '' },
      pending_authorizations: {
        ...{ ...ids, state_hash: stateHash, session_hash: '', connection_revision: 3, expires_at: 'tomorrow' },
      },
    };
    for (const { table, column } of SEALED_COLUMNS.slice(1)) {
      const sealed = await new OAuthVault(BEFORE).seal(table, keys[table] as OAuthKey);
      const columns = Object.entries({ ...rows[table], [column]: sealed });
      const places = columns.map((_, index) => `$${index + 1}`);
      await secrets.sql(
        `insert into ${table} (${columns.map(([name]) => name).join()}) values (${places.join()})`,
        columns.map(([, value]) => value as unknown),
      );
    }
    expect(await secrets.rotate()).toBe(5);
    for (const { table, column } of SEALED_COLUMNS.slice(1)) {
      const [row] = await secrets.sql<{ sealed: string }>(`select ${column} as sealed from ${table}`);
      expect(await new OAuthVault(AFTER).open(row?.sealed ?? '', keys[table] as OAuthKey)).toBe(table);
    }
  });

  it('knows every sealed column that there is', async () => {
    const columns = await secrets.sql<{ place: string }>(
      `select table_name || '.' || column_name as place from information_schema.columns
       where table_schema = 'integration_registry' and column_name like '%sealed%'`,
    );
    const known = SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`);
    expect(columns.map(({ place }) => place).sort()).toEqual(known.sort());
  });
});
