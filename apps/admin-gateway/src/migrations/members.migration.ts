import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const { app, system } = rolesOf('admin-gateway');

const GRANTS: readonly string[] = [
  `update (role), delete on members to ${app}`,
  // Who signs in by a link or at a provider is admitted, and has the role of their groups there, before they act anywhere.
  `update (role) on members to ${system}`,
  `update (revision) on identity_revisions to ${system}`,
  `insert on identity_changes to ${system}`,
  `insert on approver_group_members to ${system}`,
];

/** Who is a member, and as what, can be changed. A group's rows go with the membership. */
export class Members1700000013000 implements MigrationInterface {
  readonly name = 'Members1700000013000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('create index tokens_by_owner on tokens (workspace_id, owner_id)');
    await queryRunner.query(
      `create policy every_workspace on identity_changes to ${system} using (true) with check (true)`,
    );
    await queryRunner.query(`create policy every_workspace on approver_groups to ${system} using (true)`);
    await queryRunner.query(`grant select on approver_groups to ${system}`);
    for (const grant of GRANTS) await queryRunner.query(`grant ${grant}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const grant of GRANTS) await queryRunner.query(`revoke ${grant.replace(' to ', ' from ')}`);
    await queryRunner.query(`revoke select on approver_groups from ${system}`);
    for (const table of ['identity_changes', 'approver_groups']) {
      await queryRunner.query(`drop policy every_workspace on ${table}`);
    }
    await queryRunner.query('drop index tokens_by_owner');
  }
}
