import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A call that is sent again because a person has declared its tool idempotent: it may have been executed before, so from
 * then on it can only succeed or be for a person to find out, however its repeat goes.
 */
export class RepeatMarker1700000003000 implements MigrationInterface {
  readonly name = 'RepeatMarker1700000003000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table calls add column is_repeat boolean not null default false,
        add constraint a_repeat_is_never_called_unexecuted check (not is_repeat
          or state in ('approved', 'dispatching', 'succeeded', 'unknown', 'resolved_succeeded', 'resolved_failed', 'retried'))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table calls drop column is_repeat');
  }
}
