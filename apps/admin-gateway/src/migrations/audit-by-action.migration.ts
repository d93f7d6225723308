import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An action that is rare is found without reading what happened in between; so are those of a kind, whatever the collation. */
export class AuditByAction1700000023000 implements MigrationInterface {
  readonly name = 'AuditByAction1700000023000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(
      'create index audit_entries_by_action on audit_entries (workspace_id, action text_pattern_ops, id desc)',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index audit_entries_by_action');
  }
}
