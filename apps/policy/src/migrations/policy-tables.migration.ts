import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { Privilege } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people decided about tools, the approvals of calls, and who did what. */
export class PolicyTables1700000001000 implements MigrationInterface {
  readonly name = 'PolicyTables1700000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await queryRunner.query(statement);
    const { app, system } = rolesOf('policy');
    for (const [table, appMay, systemMay] of PRIVILEGES) {
      await enableWorkspaceIsolation(queryRunner, table, { appRole: app, systemRole: system, appMay, systemMay });
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [table] of [...PRIVILEGES].reverse()) await queryRunner.query(`drop table ${table}`);
  }
}

/** Nothing is ever deleted, and the audit is not changed either. The system role serves heartbeats and the expiry sweep. */
const PRIVILEGES: readonly (readonly [table: string, appMay: readonly Privilege[], systemMay: readonly Privilege[]])[] =
  [
    ['workspace_revisions', ['select', 'insert', 'update'], ['select']],
    ['entitlements', ['select', 'insert', 'update'], []],
    ['integrations', ['select', 'insert', 'update'], []],
    ['tool_policies', ['select', 'insert', 'update'], []],
    ['tool_definitions', ['select', 'insert'], []],
    ['approvals', ['select', 'insert', 'update'], ['select', 'update']],
    ['early_cancellations', ['select', 'insert'], []],
    ['audit', ['select', 'insert'], ['insert']],
  ];

/** The row is locked from the moment a revision is taken until its changes commit: revisions have no gaps and no order but theirs. */
const WORKSPACE_REVISIONS = `
  create table workspace_revisions (
    workspace_id uuid primary key,
    revision bigint not null
  )`;

/** No row means the defaults. */
const ENTITLEMENTS = `
  create table entitlements (
    workspace_id uuid primary key,
    agent_approvals boolean not null,
    revision bigint not null
  )`;

/** `removed_at` is a tombstone: the row stays, so that a late event cannot bring the integration back. */
const INTEGRATIONS = `
  create table integrations (
    workspace_id uuid not null,
    integration_id uuid not null,
    slug text not null,
    document text not null,
    connection_revision bigint not null,
    snapshot_revision bigint,
    revision bigint not null,
    removed_at timestamptz,
    primary key (workspace_id, integration_id)
  )`;

/**
 * The name is bytes, because U+0000 is legal in a name and not in Postgres text; the digest is its key, because a name can
 * be longer than an index entry. The document is text: whatever is stored is kept as it is, readable or not.
 */
const TOOL_POLICIES = `
  create table tool_policies (
    workspace_id uuid not null,
    integration_id uuid not null,
    tool_digest text not null,
    tool_name bytea not null,
    ordinal integer not null,
    document text not null,
    definition_hash text,
    revision bigint not null,
    primary key (workspace_id, integration_id, tool_digest),
    foreign key (workspace_id, integration_id) references integrations
  )`;

/** JSON text spells U+0000 out, which jsonb would refuse. */
const TOOL_DEFINITIONS = `
  create table tool_definitions (
    workspace_id uuid not null,
    definition_hash text not null,
    document text not null,
    primary key (workspace_id, definition_hash)
  )`;

const APPROVALS = `
  create table approvals (
    workspace_id uuid not null,
    id uuid not null,
    call_id uuid not null,
    state text not null check (state in ('pending', 'approved', 'denied', 'expired', 'invalidated', 'cancelled')),
    integration_id uuid not null,
    integration_slug text not null,
    tool_digest text not null,
    tool_name bytea not null,
    exposed_name text not null,
    connection_revision bigint not null,
    definition_hash text not null,
    arguments_hash text not null,
    binding_hash text not null,
    binding_version integer not null,
    principal text not null,
    run_id uuid,
    ask_reason text not null,
    requested_at timestamptz not null,
    expires_at timestamptz not null,
    decided_at timestamptz,
    decided_by text,
    reason_code text,
    reason text,
    self_approved boolean not null default false,
    primary key (workspace_id, id),
    unique (workspace_id, call_id),
    check ((state = 'pending') = (decided_at is null)),
    check ((state = 'pending') = (reason_code is null)),
    check (state not in ('approved', 'denied') or decided_by is not null)
  )`;

/** A cancellation that overtook the request it cancels; the request is then cancelled the moment it arrives. */
const EARLY_CANCELLATIONS = `
  create table early_cancellations (
    workspace_id uuid not null,
    approval_id uuid not null,
    actor text,
    reason text not null,
    primary key (workspace_id, approval_id)
  )`;

const AUDIT = `
  create table audit (
    id uuid primary key,
    workspace_id uuid not null,
    at timestamptz not null default clock_timestamp(),
    action text not null,
    actor text not null,
    integration_id uuid,
    tool_name bytea,
    approval_id uuid,
    revision bigint,
    before text,
    after text,
    request_id text
  )`;

/** Partial where only the rows still moving are looked for. */
const INDEXES = [
  'create index tool_policies_changes on tool_policies (workspace_id, revision)',
  'create index tool_policies_order on tool_policies (workspace_id, integration_id, ordinal, tool_digest)',
  'create index integrations_changes on integrations (workspace_id, revision)',
  `create index approvals_due on approvals (expires_at) where state = 'pending'`,
  `create index approvals_pending on approvals (workspace_id, integration_id, tool_digest) where state = 'pending'`,
  'create index approvals_by_state on approvals (workspace_id, state, id)',
  'create index audit_order on audit (workspace_id, id)',
];

const STATEMENTS = [
  WORKSPACE_REVISIONS,
  ENTITLEMENTS,
  INTEGRATIONS,
  TOOL_POLICIES,
  TOOL_DEFINITIONS,
  APPROVALS,
  EARLY_CANCELLATIONS,
  AUDIT,
  ...INDEXES,
];
