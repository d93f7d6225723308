import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Until when policy's record was compared with the entries here, by policy's clock, and when that is done again. */
const AUDIT_CATCH_UPS = `
  create table audit_catch_ups (
    workspace_id uuid primary key,
    compared_until timestamptz not null,
    due_at timestamptz not null
  )`;

/** What is here from before is known by the ids of its events, not of its rows: only what comes from now on is compared. */
const FROM_NOW_ON = `
  insert into audit_catch_ups (workspace_id, compared_until, due_at) select id, now() + interval '10 minutes', now() from workspaces`;

/** Events can be lost with the bus that carries them; what policy recorded can not. */
export class AuditCatchUps1700000005000 implements MigrationInterface {
  readonly name = 'AuditCatchUps1700000005000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(AUDIT_CATCH_UPS);
    await queryRunner.query('create index audit_catch_ups_due on audit_catch_ups (due_at)');
    await queryRunner.query(FROM_NOW_ON);
    const { app, system } = rolesOf('admin-gateway');
    const systemMay = ['select', 'insert', 'update'] as const;
    await enableWorkspaceIsolation(queryRunner, 'audit_catch_ups', {
      appRole: app,
      systemRole: system,
      appMay: [],
      systemMay,
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table audit_catch_ups');
  }
}
