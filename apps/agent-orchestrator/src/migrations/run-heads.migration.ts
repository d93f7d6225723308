import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a list shows of a run, the step that is announced, and when the run's time is over. */
export class RunHeads1700000004000 implements MigrationInterface {
  readonly name = 'RunHeads1700000004000';

  async up(queryRunner: QueryRunner): Promise<void> {
    // Text, not jsonb: a prompt may hold U+0000, which jsonb refuses. Null: not written yet, the log says it.
    await queryRunner.query(`
      alter table runs
        add column step_version integer not null default 0,
        add column deadline_at timestamptz,
        add column summary text`);
    await queryRunner.query('create index runs_by_agent on runs (agent_id, id)');
    await queryRunner.query(`
      create index runs_with_deadline on runs (deadline_at)
      where deadline_at is not null and status in ('running', 'suspended')`);
    await queryRunner.query(
      `grant update (step_version, deadline_at) on runs to ${rolesOf('agent-orchestrator').system}`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop index runs_by_agent');
    await queryRunner.query('alter table runs drop column step_version, drop column deadline_at, drop column summary');
  }
}
