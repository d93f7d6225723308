import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Of which connection the current snapshot is. A connection that a person has to authorize anew moves long before it can be
 * discovered, and then every tool of the snapshot before may be another server's.
 */
export class SnapshotConnections1700000008000 implements MigrationInterface {
  readonly name = 'SnapshotConnections1700000008000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of UP) await queryRunner.query(statement);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table integrations drop column snapshot_connection_revision');
  }
}

/** So far every connection was discovered when it moved. */
const UP = [
  'alter table integrations add column snapshot_connection_revision integer not null default 0',
  // The owner is under row-level security too while it is forced, and would see no row.
  'alter table integrations no force row level security',
  'update integrations set snapshot_connection_revision = connection_revision where snapshot_revision > 0',
  'alter table integrations force row level security',
];
