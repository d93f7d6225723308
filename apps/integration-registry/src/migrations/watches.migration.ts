import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How each server is watched and is doing, and which replica watches it. */
export class Watches1700000007000 implements MigrationInterface {
  readonly name = 'Watches1700000007000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [WATCHERS, WATCHES, ...INDEXES]) await queryRunner.query(statement);
    const { app, system } = rolesOf('integration-registry');
    await queryRunner.query(`grant select, insert, update, delete on watchers to ${system}`);
    // The owner is under row-level security too while it is forced, and would see no row.
    await queryRunner.query('alter table integrations no force row level security');
    await queryRunner.query(WATCH_WHAT_IS_THERE);
    await queryRunner.query('alter table integrations force row level security');
    await enableWorkspaceIsolation(queryRunner, 'watches', {
      appRole: app,
      systemRole: system,
      appMay: ['select', 'insert', 'update', 'delete'],
      systemMay: ['select', 'update'],
    });
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('drop table watches');
    await queryRunner.query('drop table watchers');
  }
}

/**
 * The lease of each replica, by the database's clock. One row for all that it watches: five hundred open streams must not be
 * five hundred rows to renew.
 */
const WATCHERS = `
  create table watchers (
    holder uuid primary key,
    lease_until timestamptz not null
  )`;

/**
 * `next_check_at` is null while the server must not be asked; `next_stream_at` is null too while a stream is open or none is
 * offered. `holder` watches it now; `recalled` tells it to let go: what it listens to is no longer ours.
 */
const WATCHES = `
  create table watches (
    integration_id uuid primary key,
    workspace_id uuid not null,
    connection_revision integer not null,
    health text not null,
    health_since timestamptz not null default now(),
    consecutive_failures integer not null,
    ttl_ms integer,
    offered text not null,
    mode text not null,
    next_check_at timestamptz,
    next_stream_at timestamptz,
    stream_failures integer not null default 0,
    holder uuid,
    recalled boolean not null default false,
    check (holder is not null or not recalled),
    foreign key (workspace_id, integration_id) references integrations (workspace_id, id)
  )`;

const INDEXES = [
  'create index watches_checks on watches (next_check_at)',
  'create index watches_streams on watches (next_stream_at)',
  'create index watches_held on watches (holder) where holder is not null',
];

/** Spread over the default pause, so that an upgrade does not ask all servers at once. */
const WATCH_WHAT_IS_THERE = `
  insert into watches (integration_id, workspace_id, connection_revision, health, health_since, consecutive_failures,
    offered, mode, next_check_at)
  select id, workspace_id, connection_revision,
    case when status = 'connected' then 'healthy' else 'degraded' end, verified_at,
    case when status = 'connected' then 0 else 1 end, 'none', 'polling', now() + random() * interval '5 minutes'
  from integrations where removed_at is null and verified_at is not null`;
