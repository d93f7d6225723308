import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was approved, and taken back before it was sent: the decision stands, and nobody is to think that it was run. */
export class WithdrawnApprovals1700000011000 implements MigrationInterface {
  readonly name = 'WithdrawnApprovals1700000011000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table approvals
        add column withdrawn_at timestamptz,
        add constraint only_an_approval_is_left_unused check (withdrawn_at is null or state = 'approved')`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table approvals drop column withdrawn_at');
  }
}
