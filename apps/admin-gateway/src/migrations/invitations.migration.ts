import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The link's secret is nowhere: a dump of the table lets nobody in. */
const INVITATIONS = `
  create table invitations (
    id uuid primary key,
    workspace_id uuid not null references workspaces (id),
    email text not null check (email = lower(email)),
    role text not null check (role in ('viewer', 'approver', 'editor', 'admin')),
    group_ids uuid[] not null,
    secret_hash text not null unique,
    invited_by uuid not null,
    invited_by_name text not null,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    accepted_at timestamptz,
    revoked_at timestamptz
  )`;

export class Invitations1700000015000 implements MigrationInterface {
  readonly name = 'Invitations1700000015000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const { app, system } = rolesOf('admin-gateway');
    await queryRunner.query(INVITATIONS);
    await queryRunner.query('create index invitations_listing on invitations (workspace_id, id desc)');
    await queryRunner.query('create index invitations_by_email on invitations (email) where accepted_at is null');
    await enableWorkspaceIsolation(queryRunner, 'invitations', {
      appRole: app,
      systemRole: system,
      appMay: ['select', 'insert', 'update (revoked_at)'],
      // Whoever brings a link does not say of which workspace, and is a member of none.
      systemMay: ['select', 'update (accepted_at)', 'delete'],
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table invitations');
  }
}
