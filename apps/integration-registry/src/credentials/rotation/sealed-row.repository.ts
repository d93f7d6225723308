import { Database } from '@countersign/database';
import type { SecretStore, StoredSecret } from '@countersign/tokens';
import type { WorkspaceRevisionRepository } from '../../tool-catalogue/workspace-revision.repository.js';
import type { SealedColumn } from './sealed-columns.js';

/** One secret as it is stored. */
export interface SealedRow extends StoredSecret {
  readonly column: SealedColumn;
  readonly key: string;
}

/** Small enough that nobody waits for it, and that 16 KiB of headers each are no burden. */
const ROWS_PER_READ = 100;

/**
 * All secrets of all workspaces, by the roles that the service itself has: the system role knows the workspaces, and the app
 * role sees one of them at a time.
 */
export class SealedRowRepository implements SecretStore<SealedRow> {
  constructor(
    private readonly database: Database,
    private readonly revisions: WorkspaceRevisionRepository,
    private readonly columns: readonly SealedColumn[],
  ) {}

  /** Rows that appear behind the reader's back may be missed. */
  async *all(): AsyncGenerator<SealedRow> {
    // Every workspace that ever had an integration has a revision.
    const workspaces = await this.database.system((tx) => this.revisions.listAll(tx));
    for (const column of this.columns) {
      for (const { workspaceId } of workspaces) yield* this.ofWorkspace(column, workspaceId);
    }
  }

  /**
   * Compares and sets, so that no lock outlives a statement and what the service writes meanwhile wins.
   *
   * @returns whether the row still was as it had been read
   */
  async replace({ column, key, sealed, context }: SealedRow, by: string): Promise<boolean> {
    const { table, column: name, key: keyed } = column;
    const [, affected] = await this.database.transaction(context.workspace, (tx) =>
      tx.query<[unknown[], number]>(
        `update ${table} set ${name} = $4
         where workspace_id = $1 and ${keyed.column} = $2::${keyed.type} and ${name} = $3`,
        [context.workspace, key, sealed, by],
      ),
    );
    return affected === 1;
  }

  private async *ofWorkspace(column: SealedColumn, workspaceId: string): AsyncGenerator<SealedRow> {
    let after: string | null = null;
    do {
      const rows: SealedRow[] = await this.read(column, workspaceId, after);
      yield* rows;
      after = rows.length < ROWS_PER_READ ? null : (rows.at(-1)?.key ?? null);
    } while (after !== null);
  }

  /** A secret and the version that it is bound to in one statement: another one could see the next version. */
  private async read(column: SealedColumn, workspaceId: string, after: string | null): Promise<SealedRow[]> {
    const { table, column: name, key, integration, version, purpose } = column;
    const rows = await this.database.read(workspaceId, (tx) =>
      tx.query<{ key: string; sealed: string; integration: string; version: number }[]>(
        `select s.${key.column}::text as key, s.${name} as sealed, ${integration} as integration, ${version} as version
         from ${table} s
         where s.workspace_id = $1 and s.${name} is not null and ($2::text is null or s.${key.column} > $2::${key.type})
         order by s.${key.column} limit $3`,
        [workspaceId, after, ROWS_PER_READ],
      ),
    );
    return rows.map((row) => ({
      column,
      key: row.key,
      place: `${table} ${row.key}`,
      sealed: row.sealed,
      context: { workspace: workspaceId, integration: row.integration, version: row.version, purpose },
    }));
  }
}
