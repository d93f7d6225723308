import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How far this service is with what another one owns, by that one's revisions: `heard` from its heartbeats, `reached` when
 * everything was compared. `due_at` is when any replica compares again.
 */
const CATCH_UPS = `
  create table catch_ups (
    owner text not null check (owner in ('integration-registry', 'admin-gateway')),
    workspace_id uuid not null,
    heard_revision bigint not null,
    reached_revision bigint not null default 0,
    attempts integer not null default 0,
    due_at timestamptz not null,
    primary key (owner, workspace_id)
  )`;

/** Events can be lost with the bus that carries them; what they said can not. */
export class CatchUps1700000003000 implements MigrationInterface {
  readonly name = 'CatchUps1700000003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(CATCH_UPS);
    await queryRunner.query('create index catch_ups_due on catch_ups (due_at)');
    const { app, system } = rolesOf('policy');
    const systemMay = ['select', 'insert', 'update'] as const;
    await enableWorkspaceIsolation(queryRunner, 'catch_ups', {
      appRole: app,
      systemRole: system,
      appMay: [],
      systemMay,
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table catch_ups');
  }
}
