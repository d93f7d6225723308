import { enableWorkspaceIsolation, rolesOf, type Privilege } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Registered servers, their credentials, what they offer, and how finding that out went. */
export class RegistryTables1700000001000 implements MigrationInterface {
  readonly name = 'RegistryTables1700000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
    const { app, system } = rolesOf('integration-registry');
    for (const [table, appMay, systemMay] of PRIVILEGES) {
      await enableWorkspaceIsolation(queryRunner, table, { appRole: app, systemRole: system, appMay, systemMay });
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [table] of [...PRIVILEGES].reverse()) await queryRunner.query(`drop table ${table}`);
  }
}

/** An integration is never deleted: its row keeps the slug from being given to another server. The system role serves heartbeats. */
const PRIVILEGES: readonly (readonly [table: string, appMay: readonly Privilege[], systemMay: readonly Privilege[]])[] =
  [
    ['workspace_revisions', ['select', 'insert', 'update'], ['select']],
    ['integrations', ['select', 'insert', 'update'], []],
    ['integration_headers', ['select', 'insert', 'update', 'delete'], []],
    ['tools', ['select', 'insert', 'update'], []],
    ['discovery_attempts', ['select', 'insert', 'delete'], []],
  ];

/** The row is locked from the moment a revision is taken until its changes commit: revisions have no gaps and no order but theirs. */
const WORKSPACE_REVISIONS = `
  create table workspace_revisions (
    workspace_id uuid primary key,
    revision bigint not null
  )`;

/**
 * `slug_key` is unique over removed rows too. `headers_version` is what the credentials' seal is bound to: it is here and not
 * beside them, so that a row of credentials that was put back does not open. JSON is text, because jsonb refuses U+0000.
 */
const INTEGRATIONS = `
  create table integrations (
    workspace_id uuid not null,
    id uuid primary key,
    slug text not null,
    slug_key text not null,
    display_name text not null,
    description text not null,
    server_url text not null,
    transport text not null,
    timeout_seconds integer not null,
    posture text not null,
    status text not null,
    era text not null,
    protocol_version text not null,
    connection_revision integer not null,
    snapshot_revision integer not null,
    headers_version integer not null,
    revision bigint not null,
    tool_count integer not null,
    warnings text not null,
    verified_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    removed_at timestamptz,
    unique (workspace_id, slug_key),
    unique (workspace_id, id)
  )`;

/** All headers of an integration in one sealed secret: they are only ever replaced and used together. */
const INTEGRATION_HEADERS = `
  create table integration_headers (
    integration_id uuid primary key,
    workspace_id uuid not null,
    names text not null,
    sealed text not null,
    set_at timestamptz not null default now(),
    set_by text not null,
    foreign key (workspace_id, integration_id) references integrations (workspace_id, id)
  )`;

/**
 * The current snapshot. A name is bytes (U+0000 is legal in one), found by its SHA-256. A tool that is gone stays as a
 * tombstone, so that copies which follow the revisions learn of it.
 */
const TOOLS = `
  create table tools (
    workspace_id uuid not null,
    integration_id uuid not null,
    name_digest text not null,
    name bytea not null,
    definition text,
    definition_hash text,
    flags text[] not null,
    ordinal integer not null,
    revision bigint not null,
    removed boolean not null,
    primary key (integration_id, name_digest),
    check (removed = (definition is null) and removed = (definition_hash is null)),
    foreign key (workspace_id, integration_id) references integrations (workspace_id, id)
  )`;

const DISCOVERY_ATTEMPTS = `
  create table discovery_attempts (
    id uuid primary key,
    workspace_id uuid not null,
    integration_id uuid not null,
    at timestamptz not null default now(),
    succeeded boolean not null,
    duration_ms integer not null,
    error_code text,
    message text,
    foreign key (workspace_id, integration_id) references integrations (workspace_id, id)
  )`;

const STATEMENTS = [
  WORKSPACE_REVISIONS,
  INTEGRATIONS,
  INTEGRATION_HEADERS,
  TOOLS,
  DISCOVERY_ATTEMPTS,
  'create index integrations_changes on integrations (workspace_id, revision)',
  'create index tools_changes on tools (workspace_id, revision)',
  'create index tools_listing on tools (integration_id, ordinal) where not removed',
  'create index discovery_attempts_latest on discovery_attempts (integration_id, id desc)',
];
