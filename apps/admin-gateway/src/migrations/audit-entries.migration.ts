import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What became of integrations, as their events told it. The app role reads and adds; only the sweeper's role deletes. */
export class AuditEntries1700000002000 implements MigrationInterface {
  readonly name = 'AuditEntries1700000002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
    const { app, system } = rolesOf('admin-gateway');
    await enableWorkspaceIsolation(queryRunner, 'audit_entries', {
      appRole: app,
      systemRole: system,
      appMay: ['select', 'insert'],
      systemMay: ['select', 'delete'],
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table audit_entries');
  }
}

const STATEMENTS = [
  `create table audit_entries (
     id uuid primary key,
     workspace_id uuid not null,
     event_id text not null,
     at timestamptz not null,
     action text not null,
     actor text not null,
     integration_id uuid,
     details text not null,
     unique (workspace_id, event_id)
   )`,
  'create index audit_entries_listing on audit_entries (workspace_id, id desc)',
  'create index audit_entries_by_integration on audit_entries (workspace_id, integration_id, id desc)',
  'create index audit_entries_by_age on audit_entries (at)',
];
