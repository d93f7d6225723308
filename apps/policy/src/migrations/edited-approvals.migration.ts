import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who is asked, on which way somebody decided, and when to remind of it. The hashes of edited arguments stand in the row
 * itself, because the grant is signed from it again; null: what was asked for is what runs.
 */
const APPROVALS = `
  alter table approvals
    add column approver_group text,
    add column decided_via text,
    add column edited_arguments_hash text,
    add column edited_binding_hash text,
    add column reminders_sent smallint not null default 0,
    add column remind_at timestamptz,
    add constraint an_edit_is_whole check ((edited_arguments_hash is null) = (edited_binding_hash is null)),
    add constraint only_an_approval_is_edited check (edited_binding_hash is null or state = 'approved')`;

/** Both are canonical JSON, which spells U+0000 out. Never changed, as the decision is not. */
const APPROVAL_EDITS = `
  create table approval_edits (
    workspace_id uuid not null,
    approval_id uuid not null,
    original text not null,
    edited text not null,
    differences text not null,
    truncated boolean not null,
    summary text not null,
    primary key (workspace_id, approval_id),
    foreign key (workspace_id, approval_id) references approvals
  )`;

const STATEMENTS = [
  APPROVALS,
  `update approvals set remind_at = requested_at + (expires_at - requested_at) * 0.5 where state = 'pending'`,
  `create index approvals_to_remind on approvals (remind_at) where state = 'pending'`,
  'alter table early_cancellations add column cause text',
  APPROVAL_EDITS,
];

export class EditedApprovals1700000007000 implements MigrationInterface {
  readonly name = 'EditedApprovals1700000007000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
    const { app, system } = rolesOf('policy');
    const access = { appRole: app, systemRole: system, appMay: ['select', 'insert'], systemMay: [] } as const;
    await enableWorkspaceIsolation(queryRunner, 'approval_edits', access);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table approval_edits');
    await queryRunner.query('alter table early_cancellations drop column cause');
    await queryRunner.query(`alter table approvals drop column approver_group, drop column decided_via,
      drop column edited_arguments_hash, drop column edited_binding_hash, drop column reminders_sent, drop column remind_at`);
  }
}
