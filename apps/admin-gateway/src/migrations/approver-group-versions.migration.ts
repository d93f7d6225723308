import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often people have changed a group, so that a change can be conditional on what they saw. */
export class ApproverGroupVersions1700000020000 implements MigrationInterface {
  readonly name = 'ApproverGroupVersions1700000020000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table approver_groups add column version integer not null default 1');
    await queryRunner.query(`grant update (version) on approver_groups to ${rolesOf('admin-gateway').app}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table approver_groups drop column version');
  }
}
