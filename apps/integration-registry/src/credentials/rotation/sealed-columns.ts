/** A column of sealed secrets, and how its rows say what their seals are bound to. The SQL is of this file alone; `s` is the row. */
export interface SealedColumn {
  readonly table: string;
  readonly column: string;
  readonly key: { readonly column: string; readonly type: 'uuid' | 'text' };
  readonly integration: string;
  readonly version: string;
  readonly purpose: string;
}

/** Every sealed column of this service: one that is missing here would stay under its old key, and be lost with it. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  {
    table: 'integration_headers',
    column: 'sealed',
    key: { column: 'integration_id', type: 'uuid' },
    integration: 's.integration_id',
    version: `(select i.headers_version from integrations i where i.workspace_id = s.workspace_id and i.id = s.integration_id)`,
    purpose: 'headers',
  },
];
