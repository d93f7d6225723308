import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { ServiceRoles } from './service-roles.js';
import { enableWorkspaceIsolation } from './workspace-isolation.js';

/** The first migration of every schema: the outbox and the inbox. */
export function baseMigration(roles: ServiceRoles): new () => MigrationInterface {
  return class OutboxAndInbox implements MigrationInterface {
    readonly name = 'OutboxAndInbox1700000000000';

    async up(queryRunner: QueryRunner): Promise<void> {
      await createOutbox(queryRunner, roles);
      await createInbox(queryRunner, roles);
    }

    async down(queryRunner: QueryRunner): Promise<void> {
      await queryRunner.query('drop table inbox');
      await queryRunner.query('drop table outbox');
    }
  };
}

/**
 * `sequence` orders the rows of one aggregate: transactions that lock their aggregate insert one after another. It is
 * never used to page. The envelope is text, because jsonb refuses U+0000 and rewrites numbers.
 */
async function createOutbox(queryRunner: QueryRunner, roles: ServiceRoles): Promise<void> {
  await queryRunner.query(`
    create table outbox (
      id uuid primary key,
      sequence bigint generated always as identity,
      event_id text not null,
      subject text not null,
      workspace_id uuid not null,
      aggregate_id text not null,
      envelope text not null,
      created_at timestamptz not null default now(),
      attempts integer not null default 0,
      last_error text,
      lease_token uuid,
      leased_until timestamptz,
      published_at timestamptz
    )`);
  // Nearly every row is published, so the planner takes these two for empty and equal; scanning the first where the second
  // is meant costs a pass over the backlog per row. `attempts >= 0` is always true: only the query that names it can use it.
  await queryRunner.query(
    'create index outbox_unpublished on outbox (sequence) where published_at is null and attempts >= 0',
  );
  await queryRunner.query(
    'create index outbox_unpublished_aggregate on outbox (workspace_id, aggregate_id, sequence) where published_at is null',
  );
  await queryRunner.query('create index outbox_leased on outbox (leased_until) where leased_until is not null');
  await queryRunner.query('create index outbox_published on outbox (published_at) where published_at is not null');
  await enableWorkspaceIsolation(queryRunner, 'outbox', {
    appRole: roles.app,
    systemRole: roles.system,
    appMay: ['insert'],
    systemMay: ['select', 'insert', 'update', 'delete'],
  });
}

async function createInbox(queryRunner: QueryRunner, roles: ServiceRoles): Promise<void> {
  await queryRunner.query(`
    create table inbox (
      consumer text not null,
      event_id text not null,
      workspace_id uuid not null,
      handled_at timestamptz not null default now(),
      primary key (consumer, event_id, workspace_id)
    )`);
  await queryRunner.query('create index inbox_handled on inbox (handled_at)');
  await enableWorkspaceIsolation(queryRunner, 'inbox', {
    appRole: roles.app,
    systemRole: roles.system,
    appMay: ['select', 'insert'],
    systemMay: ['select', 'delete'],
  });
}
