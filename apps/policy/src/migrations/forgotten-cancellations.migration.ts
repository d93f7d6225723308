import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When a cancellation came whose request had not come yet, so that it can be forgotten once none can come any more. */
export class ForgottenCancellations1700000012000 implements MigrationInterface {
  readonly name = 'ForgottenCancellations1700000012000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const { system } = rolesOf('policy');
    await queryRunner.query(
      'alter table early_cancellations add column created_at timestamptz not null default clock_timestamp()',
    );
    await queryRunner.query('create index early_cancellations_age on early_cancellations (created_at)');
    await queryRunner.query(
      `create policy every_workspace on early_cancellations to ${system} using (true) with check (true)`,
    );
    await queryRunner.query(`grant select, delete on early_cancellations to ${system}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { system } = rolesOf('policy');
    await queryRunner.query('drop policy every_workspace on early_cancellations');
    await queryRunner.query(`revoke all on early_cancellations from ${system}`);
    await queryRunner.query('alter table early_cancellations drop column created_at');
  }
}
