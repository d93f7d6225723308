/** A column of sealed secrets, and how its rows say what their seals are bound to. The SQL is of this file alone; `s` is the row. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly key: { readonly column: string; readonly type: 'uuid' | 'text' };
  readonly integration: string;
  readonly version: string;
  readonly purpose: string;
}

const INTEGRATION_ID = { column: 'integration_id', type: 'uuid' } as const;

/** Every sealed column of this service: one that is missing here would stay under its old key, and be lost with it. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'integration_headers',
    column: 'sealed',
    key: INTEGRATION_ID,
    integration: 's.integration_id',
    version: ofIntegration('headers_version'),
    purpose: 'headers',
  },
  {
    table: 'oauth_settings',
    column: 'sealed_secret',
    key: INTEGRATION_ID,
    integration: 's.integration_id',
    version: 's.version',
    purpose: 'oauth-client-secret',
  },
  {
    table: 'oauth_grants',
    column: 'sealed',
    key: INTEGRATION_ID,
    integration: 's.integration_id',
    version: ofIntegration('grant_version'),
    purpose: 'oauth-grant',
  },
  {
    table: 'oauth_clients',
    column: 'sealed',
    key: { column: 'id', type: 'uuid' },
    // It belongs to a workspace alone.
    integration: 's.id',
    version: '1',
    purpose: 'oauth-client',
  },
  {
    table: 'pending_authorizations',
    column: 'sealed',
    key: { column: 'state_hash', type: 'text' },
    integration: 's.integration_id',
    version: 's.connection_revision',
    purpose: 'oauth-pending',
  },
];

/** Not beside the secret, so that a row that was put back does not open. */
function ofIntegration(column: 'headers_version' | 'grant_version'): string {
  return `(select i.${column} from integrations i where i.workspace_id = s.workspace_id and i.id = s.integration_id)`;
}
