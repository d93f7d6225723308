import { rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const { system } = rolesOf('agent-orchestrator');

/** All that an agent is told is in its versions; the agent itself is what they share, and whether it was archived. */
export class AgentSettings1700000005000 implements MigrationInterface {
  readonly name = 'AgentSettings1700000005000';

  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      alter table agent_versions
        add column name text,
        add column parameters text not null default '{}',
        add column tools text,
        add column strictness text not null default 'allow',
        add column tokens_max integer,
        add column wall_seconds_max integer,
        add column parallel_calls_max integer not null default 64,
        add column created_at timestamptz,
        add column created_by jsonb`);
    await withoutForcedIsolation(queryRunner, moveIntoVersions);
    await queryRunner.query(`
      alter table agent_versions
        alter column name set not null,
        alter column created_at set not null,
        alter column parameters drop default,
        alter column strictness drop default,
        alter column parallel_calls_max drop default,
        drop column integrations`);
    await queryRunner.query(`
      alter table agents
        drop column name,
        add column archived_at timestamptz,
        add column archived_by jsonb,
        add column runs_end_due_at timestamptz`);
    await queryRunner.query(`create index agents_to_end on agents (runs_end_due_at) where runs_end_due_at is not null`);
    await queryRunner.query(
      `create index runs_open_by_agent on runs (agent_id, id) where status in ('running', 'suspended')`,
    );
    // The sweeper ends the runs of archived agents of every workspace.
    await queryRunner.query(`create policy every_workspace on agents to ${system} using (true) with check (true)`);
    await queryRunner.query(`grant select, update (runs_end_due_at) on agents to ${system}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`revoke all on agents from ${system}`);
    await queryRunner.query('drop policy every_workspace on agents');
    await queryRunner.query('drop index runs_open_by_agent');
    await queryRunner.query(`
      alter table agents
        add column name text,
        drop column archived_at,
        drop column archived_by,
        drop column runs_end_due_at`);
    await queryRunner.query('alter table agent_versions add column integrations jsonb');
    await withoutForcedIsolation(queryRunner, moveOutOfVersions);
    await queryRunner.query('alter table agents alter column name set not null');
    await queryRunner.query(`
      alter table agent_versions
        drop column name,
        drop column parameters,
        drop column tools,
        drop column strictness,
        drop column tokens_max,
        drop column wall_seconds_max,
        drop column parallel_calls_max,
        drop column created_at,
        drop column created_by`);
  }
}

/** The policies hold for the owner as well. */
async function withoutForcedIsolation(
  queryRunner: QueryRunner,
  work: (queryRunner: QueryRunner) => Promise<void>,
): Promise<void> {
  const tables = ['agents', 'agent_versions'];
  for (const table of tables) await queryRunner.query(`alter table ${table} no force row level security`);
  await work(queryRunner);
  for (const table of tables) await queryRunner.query(`alter table ${table} force row level security`);
}

async function moveIntoVersions(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    update agent_versions v set name = a.name, created_at = a.created_at
    from agents a where a.id = v.agent_id`);
  await queryRunner.query(`
    update agent_versions set tools = (
      select coalesce(json_agg(json_build_object('integration', slug)), '[]')::text
      from jsonb_array_elements_text(integrations) slug)
    where jsonb_typeof(integrations) = 'array'`);
}

/** What only the newer version knows is lost; a scope becomes that of its integrations. */
async function moveOutOfVersions(queryRunner: QueryRunner): Promise<void> {
  await queryRunner.query(`
    update agents a set name = v.name from agent_versions v where v.agent_id = a.id and v.version = a.version`);
  await queryRunner.query(`
    update agent_versions set integrations = (
      select coalesce(jsonb_agg(distinct part ->> 'integration'), '[]') from json_array_elements(tools::json) part)
    where tools is not null`);
}
