import { enableWorkspaceIsolation, rolesOf, type WorkspaceIsolation } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const ROLES = rolesOf('admin-gateway');
const ISOLATION = { appRole: ROLES.app, systemRole: ROLES.system } as const;

/** Of the installation, not of one workspace: who a person is must be known before the workspace is. */
const INSTALLATION_TABLES: Readonly<Record<string, string>> = {
  workspaces: `
    create table workspaces (
      id uuid primary key,
      slug text not null unique,
      name text not null,
      created_at timestamptz not null default now()
    )`,
  users: `
    create table users (
      id uuid primary key,
      email text not null unique check (email = lower(email)),
      name text not null,
      password_hash text not null,
      created_at timestamptz not null default now()
    )`,
  // The cookie's secret itself is nowhere: a dump of the table opens no session.
  sessions: `
    create table sessions (
      id_hash text primary key,
      user_id uuid not null references users (id),
      created_at timestamptz not null default now(),
      expires_at timestamptz not null
    )`,
  // By e-mail, whether or not somebody has it: the answers must not tell.
  login_attempts: `
    create table login_attempts (
      email_hash text primary key,
      attempts integer not null,
      window_ends_at timestamptz not null
    )`,
};

const WORKSPACE_TABLES: readonly string[] = [
  `create table members (
     workspace_id uuid not null references workspaces (id),
     user_id uuid not null references users (id),
     role text not null check (role in ('viewer', 'approver', 'editor', 'admin')),
     created_at timestamptz not null default now(),
     primary key (workspace_id, user_id)
   )`,
  `create table tokens (
     id uuid primary key,
     workspace_id uuid not null references workspaces (id),
     kind text not null check (kind in ('api', 'mcp')),
     name text not null,
     hint text not null,
     scopes text[] not null,
     settings jsonb not null,
     owner_id uuid not null,
     created_at timestamptz not null default now(),
     expires_at timestamptz not null,
     revoked_at timestamptz,
     last_used_at timestamptz
   )`,
  'create index tokens_by_workspace on tokens (workspace_id, id)',
  `create table identity_revisions (
     workspace_id uuid primary key references workspaces (id),
     revision bigint not null
   )`,
  `create table identity_changes (
     workspace_id uuid not null references workspaces (id),
     revision bigint not null,
     kind text not null,
     id text not null,
     revoked boolean not null,
     primary key (workspace_id, revision)
   )`,
  `create table idempotency_keys (
     workspace_id uuid not null references workspaces (id),
     principal text not null,
     key text not null,
     request_hash text not null,
     status integer,
     body text,
     created_at timestamptz not null default now(),
     primary key (workspace_id, principal, key)
   )`,
  'create index idempotency_keys_by_age on idempotency_keys (created_at)',
];

const WORKSPACE_GRANTS: Readonly<Record<string, Pick<WorkspaceIsolation, 'appMay' | 'systemMay'>>> = {
  // The system role signs people in and sets the installation up.
  members: { appMay: ['select'], systemMay: ['select', 'insert'] },
  tokens: { appMay: ['select', 'insert', 'update (revoked_at, last_used_at)'] },
  identity_revisions: { appMay: ['select', 'update (revision)'], systemMay: ['select', 'insert'] },
  identity_changes: { appMay: ['select', 'insert'] },
  // The system role sweeps what is older than a day.
  idempotency_keys: { appMay: ['select', 'insert', 'update', 'delete'], systemMay: ['select', 'delete'] },
};

export class GatewayTables1700000001000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of Object.values(INSTALLATION_TABLES)) await queryRunner.query(statement);
    for (const statement of WORKSPACE_TABLES) await queryRunner.query(statement);
    await queryRunner.query('create index sessions_by_end on sessions (expires_at)');
    await queryRunner.query(`grant select, insert on workspaces, users to ${ROLES.system}`);
    await queryRunner.query(`grant select, insert, delete on sessions to ${ROLES.system}`);
    await queryRunner.query(`grant select, insert, update, delete on login_attempts to ${ROLES.system}`);
    for (const [table, grants] of Object.entries(WORKSPACE_GRANTS)) {
      await enableWorkspaceIsolation(queryRunner, table, { ...ISOLATION, ...grants });
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    const tables = [...Object.keys(WORKSPACE_GRANTS), ...Object.keys(INSTALLATION_TABLES).reverse()];
    for (const table of tables) await queryRunner.query(`drop table ${table}`);
  }
}
