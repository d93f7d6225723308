import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What holds for every approval of a workspace; none: the defaults. `revision` is the workspace's at the last change. */
const APPROVAL_SETTINGS = `
  create table approval_settings (
    workspace_id uuid primary key,
    allow_self_approval boolean not null,
    revision bigint not null
  )`;

export class ApprovalSettings1700000010000 implements MigrationInterface {
  readonly name = 'ApprovalSettings1700000010000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(APPROVAL_SETTINGS);
    const { app, system } = rolesOf('policy');
    const access = { appRole: app, systemRole: system, appMay: ['select', 'insert', 'update'], systemMay: [] } as const;
    await enableWorkspaceIsolation(queryRunner, 'approval_settings', access);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table approval_settings');
  }
}
