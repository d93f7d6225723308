import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLES = rolesOf('agent-orchestrator');
const ISOLATION = { appRole: ROLES.app, systemRole: ROLES.system } as const;

export class OrchestratorTables1700000001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      create table agents (
        id uuid primary key,
        workspace_id uuid not null,
        name text not null,
        version integer not null,
        created_at timestamptz not null default now()
      )`);
    await queryRunner.query(`create index agents_by_workspace on agents (workspace_id, id)`);
    // A run pins the version it started with, so versions are kept.
    await queryRunner.query(`
      create table agent_versions (
        agent_id uuid not null references agents (id),
        version integer not null,
        workspace_id uuid not null,
        instructions text not null,
        provider text not null,
        model text not null,
        integrations jsonb,
        turns_max integer not null,
        primary key (agent_id, version)
      )`);
    await queryRunner.query(`
      create table runs (
        id uuid primary key,
        workspace_id uuid not null,
        agent_id uuid not null,
        agent_version integer not null,
        status text not null,
        initiator jsonb not null,
        version integer not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        checked_at timestamptz not null default now(),
        due_at timestamptz,
        foreign key (agent_id, agent_version) references agent_versions (agent_id, version)
      )`);
    await queryRunner.query(`create index runs_by_workspace on runs (workspace_id, id)`);
    await queryRunner.query(`create index runs_open on runs (checked_at) where status in ('running', 'suspended')`);
    await queryRunner.query(`create index runs_due on runs (due_at) where due_at is not null`);
    // Text, not jsonb: a tool's result may hold U+0000, which jsonb refuses.
    await queryRunner.query(`
      create table run_events (
        run_id uuid not null references runs (id),
        sequence integer not null,
        workspace_id uuid not null,
        type text not null,
        data text not null,
        recorded_at timestamptz not null default now(),
        primary key (run_id, sequence)
      )`);
    await isolate(queryRunner);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of ['run_events', 'runs', 'agent_versions', 'agents']) {
      await queryRunner.query(`drop table ${table}`);
    }
  }
}

async function isolate(queryRunner: QueryRunner): Promise<void> {
  const appendOnly = { ...ISOLATION, appMay: ['select', 'insert'] } as const;
  await enableWorkspaceIsolation(queryRunner, 'agents', { ...ISOLATION, appMay: ['select', 'insert', 'update'] });
  await enableWorkspaceIsolation(queryRunner, 'agent_versions', appendOnly);
  await enableWorkspaceIsolation(queryRunner, 'run_events', appendOnly);
  await enableWorkspaceIsolation(queryRunner, 'runs', {
    ...ISOLATION,
    appMay: ['select', 'insert', 'update'],
    // The sweeper looks at open runs of every workspace.
    systemMay: ['select', 'update (checked_at, due_at)'],
  });
}
