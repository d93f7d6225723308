import { enableWorkspaceIsolation, rolesOf, type WorkspaceIsolation } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLES = rolesOf('admin-gateway');

const STATEMENTS: readonly string[] = [
  `create table approver_groups (
     id uuid primary key,
     workspace_id uuid not null references workspaces (id),
     name text not null check (char_length(name) between 1 and 128),
     description text not null,
     created_at timestamptz not null default now(),
     unique (workspace_id, id)
   )`,
  // Two groups that people cannot tell apart would be one trap.
  'create unique index approver_groups_by_name on approver_groups (workspace_id, lower(name))',
  // Who leaves the workspace leaves its groups: both keys take their rows along.
  `create table approver_group_members (
     workspace_id uuid not null,
     group_id uuid not null,
     user_id uuid not null,
     added_at timestamptz not null default now(),
     primary key (workspace_id, group_id, user_id),
     foreign key (workspace_id, group_id) references approver_groups (workspace_id, id) on delete cascade,
     foreign key (workspace_id, user_id) references members (workspace_id, user_id) on delete cascade
   )`,
  'create index approver_group_members_by_user on approver_group_members (workspace_id, user_id)',
];

const GRANTS: Readonly<Record<string, Pick<WorkspaceIsolation, 'appMay' | 'systemMay'>>> = {
  approver_groups: { appMay: ['select', 'insert', 'update (name, description)', 'delete'] },
  // The system role alone knows what people are called.
  approver_group_members: { appMay: ['select', 'insert', 'delete'], systemMay: ['select'] },
};

export class ApproverGroups1700000003000 implements MigrationInterface {
  readonly name = 'ApproverGroups1700000003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
    for (const [table, grants] of Object.entries(GRANTS)) {
      await enableWorkspaceIsolation(queryRunner, table, {
        appRole: ROLES.app,
        systemRole: ROLES.system,
        ...grants,
      });
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table approver_group_members');
    await queryRunner.query('drop table approver_groups');
  }
}
