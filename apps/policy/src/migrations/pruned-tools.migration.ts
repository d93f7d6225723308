import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `pruned_at` is a tombstone: copies learn by its revision that there is no policy any more. What a row acknowledged is a
 * column, so that definitions that nobody refers to can be told; `unreferenced_since` is when that was first seen.
 */
const COLUMNS = [
  'alter table tool_policies add column pruned_at timestamptz, add column acknowledged_hash text',
  'alter table tool_definitions add column unreferenced_since timestamptz',
];
/** Documents that were written by this service are compact JSON; in any other, what was acknowledged is not told apart. */
const FILL = `
  update tool_policies
  set acknowledged_hash = substring(document from '"acknowledgedHash":"([0-9a-f]{64})"')`;
const INDEXES = [
  'create index tool_policies_pruned on tool_policies (pruned_at) where pruned_at is not null',
  'create index tool_definitions_unreferenced on tool_definitions (unreferenced_since) where unreferenced_since is not null',
];

/** What may be forgotten, and when. */
export class PrunedTools1700000006000 implements MigrationInterface {
  readonly name = 'PrunedTools1700000006000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [...COLUMNS, ...INDEXES]) await queryRunner.query(statement);
    // Row-level security is forced upon the owner too, who would see no row.
    await queryRunner.query('alter table tool_policies no force row level security');
    await queryRunner.query(FILL);
    await queryRunner.query('alter table tool_policies force row level security');
    await this.openToSweeper(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { app, system } = rolesOf('policy');
    for (const table of SWEPT) await queryRunner.query(`drop policy every_workspace on ${table}`);
    await queryRunner.query(`drop policy every_workspace on integrations`);
    await queryRunner.query(`revoke all on integrations, ${SWEPT.join(', ')} from ${system}`);
    await queryRunner.query(`revoke update on tool_definitions from ${app}`);
    await queryRunner.query('alter table tool_definitions drop column unreferenced_since');
    await queryRunner.query('alter table tool_policies drop column pruned_at, drop column acknowledged_hash');
  }

  private async openToSweeper(queryRunner: QueryRunner): Promise<void> {
    const { app, system } = rolesOf('policy');
    await queryRunner.query(`grant update (unreferenced_since) on tool_definitions to ${app}`);
    for (const table of ['integrations', ...SWEPT]) {
      await queryRunner.query(`create policy every_workspace on ${table} to ${system} using (true) with check (true)`);
      await queryRunner.query(`grant select on ${table} to ${system}`);
    }
    await queryRunner.query(`grant delete on ${SWEPT.join(', ')} to ${system}`);
    await queryRunner.query(`grant update (unreferenced_since) on tool_definitions to ${system}`);
    // What is deleted is locked first, which needs a column to update.
    await queryRunner.query(`grant update (pruned_at) on tool_policies to ${system}`);
  }
}

const SWEPT = ['tool_policies', 'tool_definitions'] as const;
