import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On which way somebody acted (REST, web, command line …); null: nobody did. */
const ADD_WAY = 'alter table audit add column way text';

/** The grants keep the service from changing what it wrote; this keeps everybody else, a migration included. */
const REFUSE_CHANGES = `
  create function refuse_audit_change() returns trigger language plpgsql as $$
  begin
    raise exception 'the audit is append-only';
  end $$`;
const APPEND_ONLY = `
  create trigger audit_append_only before update or delete or truncate on audit
  for each statement execute function refuse_audit_change()`;

/** An audit row is announced as it commits, with the time that the database gave it. */
export class AuditAnnounced1700000005000 implements MigrationInterface {
  readonly name = 'AuditAnnounced1700000005000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(ADD_WAY);
    await queryRunner.query(REFUSE_CHANGES);
    await queryRunner.query(APPEND_ONLY);
    // For `returning`; the sweepers of approvals write audit rows too, and read none.
    await queryRunner.query(`grant select (id, at) on audit to ${rolesOf('policy').system}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke select (id, at) on audit from ${rolesOf('policy').system}`);
    await queryRunner.query('drop trigger audit_append_only on audit');
    await queryRunner.query('drop function refuse_audit_change');
    await queryRunner.query('alter table audit drop column way');
  }
}
