import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Oldest first: what refers to a call goes before it. */
const TABLES = ['call_results', 'call_transitions', 'late_outcomes', 'consumed_grants', 'calls', 'cancelled_runs'];

/**
 * What is old is forgotten, by the role that works across workspaces. A call is found by its id, whose first part is the
 * time, so that no index has to be kept for it.
 */
export class CallRetention1700000006000 implements MigrationInterface {
  readonly name = 'CallRetention1700000006000';

  async up(queryRunner: QueryRunner): Promise<void> {
    const { system } = rolesOf('mcp-router');
    for (const table of TABLES) await queryRunner.query(`grant select, delete on ${table} to ${system}`);
    // Consumed grants were of no other use to that role.
    await queryRunner.query(
      `create policy every_workspace on consumed_grants to ${system} using (true) with check (true)`,
    );
    await queryRunner.query('create index calls_retried on calls (retry_of) where retry_of is not null');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const { system } = rolesOf('mcp-router');
    await queryRunner.query('drop index calls_retried');
    await queryRunner.query('drop policy every_workspace on consumed_grants');
    await queryRunner.query(
      `revoke select on call_results, call_transitions, late_outcomes, consumed_grants from ${system}`,
    );
    for (const table of TABLES) await queryRunner.query(`revoke delete on ${table} from ${system}`);
  }
}
