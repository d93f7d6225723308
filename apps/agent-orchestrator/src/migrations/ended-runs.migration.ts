import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the router is next asked to end the calls of a run that is over. Null: it has none, or the router said it did. */
export class EndedRuns1700000002000 implements MigrationInterface {
  readonly name = 'EndedRuns1700000002000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table runs add column cancel_due_at timestamptz');
    // Runs that ended before: whether the router heard of it was not known then. The policy holds for the owner as well.
    await queryRunner.query('alter table runs no force row level security');
    await queryRunner.query(`update runs set cancel_due_at = now() where status in ('cancelled', 'failed')`);
    await queryRunner.query('alter table runs force row level security');
    await queryRunner.query(`create index runs_to_cancel on runs (cancel_due_at) where cancel_due_at is not null`);
    await queryRunner.query(`grant update (cancel_due_at) on runs to ${rolesOf('agent-orchestrator').system}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table runs drop column cancel_due_at');
  }
}
