import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Runs that a version could not read, for one that can. */
export class ParkedRuns1700000007000 implements MigrationInterface {
  readonly name = 'ParkedRuns1700000007000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table runs add column parked_due_at timestamptz, add column unknown_type text');
    await queryRunner.query('create index runs_parked on runs (parked_due_at) where parked_due_at is not null');
    await queryRunner.query(
      `grant update (parked_due_at, unknown_type) on runs to ${rolesOf('agent-orchestrator').system}`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('alter table runs drop column parked_due_at, drop column unknown_type');
  }
}
