import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the live feed of a workspace tells, for those who come back to it. The row of its place is locked until the event
 * commits, so that sequence numbers have no gaps and no other order. `epoch`: numbers of another installation are not taken
 * for this one's.
 */
const STATEMENTS = [
  `create table feed_places (
     workspace_id uuid primary key,
     epoch text not null default left(gen_random_uuid()::text, 8),
     sequence bigint not null default 0
   )`,
  `create table feed_events (
     workspace_id uuid not null,
     sequence bigint not null,
     kind text not null,
     at timestamptz not null default now(),
     about text not null,
     primary key (workspace_id, sequence)
   )`,
  'create index feed_events_by_age on feed_events (at)',
];

export class LiveFeed1700000014000 implements MigrationInterface {
  readonly name = 'LiveFeed1700000014000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
    const { app: appRole, system: systemRole } = rolesOf('admin-gateway');
    await enableWorkspaceIsolation(queryRunner, 'feed_places', {
      ...{ appRole, systemRole },
      ...{ appMay: ['select', 'insert', 'update'], systemMay: ['select'] },
    });
    await enableWorkspaceIsolation(queryRunner, 'feed_events', {
      ...{ appRole, systemRole },
      ...{ appMay: ['select', 'insert'], systemMay: ['select', 'delete'] },
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table feed_events');
    await queryRunner.query('drop table feed_places');
  }
}
