import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const COLUMNS = ['actor_id', 'owner_id', 'approval_id', 'way', 'request_id'];

/** The audit also has what people decided, and what happened to people: found by who it was and by the approval. */
export class AuditOfDecisions1700000004000 implements MigrationInterface {
  readonly name = 'AuditOfDecisions1700000004000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
    // People sign in before it is known in which workspace they act: the role that lets them in writes that down.
    await queryRunner.query(`grant insert on audit_entries to ${rolesOf('admin-gateway').system}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke insert on audit_entries from ${rolesOf('admin-gateway').system}`);
    for (const column of COLUMNS) await queryRunner.query(`alter table audit_entries drop column ${column}`);
  }
}

const STATEMENTS = [
  `alter table audit_entries
     add column actor_id text not null default '',
     add column owner_id text,
     add column approval_id uuid,
     add column way text,
     add column request_id text`,
  // FORCE keeps the owner from rows of any workspace. Quotes inside of a name are escaped, so these cannot match there.
  'alter table audit_entries no force row level security',
  `update audit_entries set
     actor_id = coalesce(substring(actor from '"id":"([^"\\\\]*)"'), ''),
     owner_id = substring(actor from '"ownerId":"([^"\\\\]*)"')`,
  'alter table audit_entries force row level security',
  'alter table audit_entries alter column actor_id drop default',
  'create index audit_entries_by_actor on audit_entries (workspace_id, actor_id, id desc)',
  'create index audit_entries_by_owner on audit_entries (workspace_id, owner_id, id desc) where owner_id is not null',
  `create index audit_entries_by_approval on audit_entries (workspace_id, approval_id, id desc)
     where approval_id is not null`,
];
