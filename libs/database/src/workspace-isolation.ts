import pg from 'pg';
import type { QueryRunner } from 'typeorm';

export type Privilege = 'select' | 'insert' | 'update' | 'delete' | `update (${string})`;

export interface WorkspaceIsolation {
  readonly appRole: string;
  readonly systemRole: string;
  /** What the app role may do with rows of the transaction's workspace. */
  readonly appMay: readonly Privilege[];
  /** What the system role may do with rows of every workspace. Absent: it cannot touch the table. */
  readonly systemMay?: readonly Privilege[];
}

/**
 * Puts a table with a `workspace_id uuid` column under row-level security, and grants exactly what is listed.
 *
 * FORCE makes the policies hold for the owner as well: a migration that changes rows must lift it for itself.
 * A transaction without `app.workspace_id` compares with null, so it sees nothing and can insert nothing.
 */
export async function enableWorkspaceIsolation(
  queryRunner: QueryRunner,
  table: string,
  isolation: WorkspaceIsolation,
): Promise<void> {
  const name = pg.escapeIdentifier(table);
  const app = pg.escapeIdentifier(isolation.appRole);
  const system = pg.escapeIdentifier(isolation.systemRole);
  const isOwn = `workspace_id = nullif(current_setting('app.workspace_id', true), '')::uuid`;
  await queryRunner.query(`alter table ${name} enable row level security`);
  await queryRunner.query(`alter table ${name} force row level security`);
  await queryRunner.query(`revoke all on ${name} from public, ${app}, ${system}`);
  await queryRunner.query(
    `create policy workspace_isolation on ${name} to ${app} using (${isOwn}) with check (${isOwn})`,
  );
  await grant(queryRunner, isolation.appMay, name, app);
  if (isolation.systemMay === undefined || isolation.systemMay.length === 0) return;
  await queryRunner.query(`create policy every_workspace on ${name} to ${system} using (true) with check (true)`);
  await grant(queryRunner, isolation.systemMay, name, system);
}

async function grant(queryRunner: QueryRunner, privileges: readonly Privilege[], table: string, role: string) {
  if (privileges.length > 0) await queryRunner.query(`grant ${privileges.join(', ')} on ${table} to ${role}`);
}
