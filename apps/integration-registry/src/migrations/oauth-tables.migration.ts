import { enableWorkspaceIsolation, type Privilege, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How integrations are authorized at their servers: what a person set, what was granted, and what is still under way. */
export class OAuthTables1700000006000 implements MigrationInterface {
  readonly name = 'OAuthTables1700000006000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
    const { app, system } = rolesOf('integration-registry');
    for (const table of TABLES) {
      await enableWorkspaceIsolation(queryRunner, table, { appRole: app, systemRole: system, appMay: ALL });
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const table of [...TABLES].reverse()) await queryRunner.query(`drop table ${table}`);
    await queryRunner.query('alter table integrations drop column grant_version');
  }
}

const TABLES = ['oauth_settings', 'oauth_grants', 'oauth_clients', 'pending_authorizations'];
const ALL: readonly Privilege[] = ['select', 'insert', 'update', 'delete'];

/**
 * Moves with every token and never goes back, also when an authorization ends: what the tokens' seal is bound to is here and
 * not beside them, so that a row of tokens that was put back does not open.
 */
const GRANT_VERSION = 'alter table integrations add column grant_version integer not null default 0';

/**
 * `bound_issuer` is the only authorization server that the client of a person's own is used with: the one they named, else
 * the one that was found when they entered it. `version` is the connection revision that the secret was sealed for.
 */
const SETTINGS = `
  create table oauth_settings (
    integration_id uuid primary key,
    workspace_id uuid not null,
    client_id text,
    client_auth_method text,
    scopes text[] not null,
    bound_issuer text,
    sealed_secret text,
    version integer not null,
    secret_set_at timestamptz,
    secret_set_by text,
    foreign key (workspace_id, integration_id) references integrations (workspace_id, id)
  )`;

/**
 * No row: not authorized. While `leased_until` is ahead, `lease_token` says who renews; without one, a renewal has just
 * failed and the next waits.
 */
const GRANTS = `
  create table oauth_grants (
    integration_id uuid primary key,
    workspace_id uuid not null,
    version integer not null,
    state text not null,
    problem text,
    issuer text not null,
    client_id text not null,
    registration text not null,
    sealed text,
    granted_scopes text[] not null,
    missing_scopes text[] not null,
    authorized_at timestamptz not null default now(),
    authorized_by text not null,
    renewed_at timestamptz not null default now(),
    expires_at timestamptz,
    has_refresh_token boolean not null,
    lease_token uuid,
    leased_until timestamptz,
    check ((state = 'authorized') = (sealed is not null)),
    foreign key (workspace_id, integration_id) references integrations (workspace_id, id)
  )`;

/** Countersign as clients of authorization servers that register them: one for each place that browsers come back to. */
const CLIENTS = `
  create table oauth_clients (
    id uuid primary key,
    workspace_id uuid not null,
    issuer text not null,
    redirect_uri text not null,
    sealed text not null,
    secret_expires_at timestamptz,
    registered_at timestamptz not null default now(),
    unique (workspace_id, issuer, redirect_uri)
  )`;

/** A browser is away. The state that it has to bring is here as its hash; the session, as a hash of what the gateway said of it. */
const PENDING = `
  create table pending_authorizations (
    state_hash text primary key,
    workspace_id uuid not null,
    integration_id uuid not null,
    session_hash text not null,
    connection_revision integer not null,
    sealed text not null,
    expires_at timestamptz not null,
    foreign key (workspace_id, integration_id) references integrations (workspace_id, id)
  )`;

const STATEMENTS = [
  GRANT_VERSION,
  SETTINGS,
  GRANTS,
  CLIENTS,
  PENDING,
  'create index pending_authorizations_expiry on pending_authorizations (workspace_id, expires_at)',
];
