import { enableWorkspaceIsolation, rolesOf } from '@countersign/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger: calls, what happened to them, their results, and the grants that were used up. */
export class CallLedger1700000001000 implements MigrationInterface {
  readonly name = 'CallLedger1700000001000';

  async up(queryRunner: QueryRunner): Promise<void> {
    for (const statement of [CALLS, ...INDEXES, GUARD, GUARD_TRIGGER, ...SATELLITES]) {
      await queryRunner.query(statement);
    }
    for (const [table, appMay, systemMay] of PRIVILEGES) {
      const { app, system } = rolesOf('mcp-router');
      await enableWorkspaceIsolation(queryRunner, table, { appRole: app, systemRole: system, appMay, systemMay });
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const [table] of [...PRIVILEGES].reverse()) await queryRunner.query(`drop table ${table}`);
    await queryRunner.query('drop function guard_call()');
  }
}

type Privileges = readonly ('select' | 'insert' | 'update')[];

const PRIVILEGES: readonly (readonly [table: string, appMay: Privileges, systemMay: Privileges])[] = [
  ['calls', ['select', 'insert', 'update'], ['select', 'insert', 'update']],
  ['call_results', ['select', 'insert'], ['insert']],
  ['call_transitions', ['select', 'insert'], ['insert']],
  ['consumed_grants', ['select', 'insert'], []],
  ['late_outcomes', ['select', 'insert'], ['insert']],
  ['cancelled_runs', ['select', 'insert'], ['select']],
];

/**
 * `tool_name` is bytes: U+0000 is legal in a name and not in Postgres text. `arguments` is canonical JSON, which spells it
 * out. `sent_at` is set in the transaction before the first byte: null proves that nothing was sent.
 */
const CALLS = `
  create table calls (
    id uuid primary key,
    workspace_id uuid not null,
    state text not null check (state in ('requested', 'denied', 'pending_approval', 'approved', 'expired', 'cancelled',
      'invalidated', 'dispatching', 'succeeded', 'failed', 'unknown', 'resolved_succeeded', 'resolved_failed', 'retried')),
    verdict text not null check (verdict in ('allow', 'ask', 'deny')),
    verdict_code text not null,
    verdict_reason text not null,
    strictness text not null default 'allow' check (strictness in ('allow', 'ask', 'deny')),
    integration_id uuid,
    integration_slug text,
    tool_name bytea,
    tool_digest text,
    exposed_name text not null,
    arguments text not null,
    arguments_hash text not null,
    definition_hash text,
    connection_revision integer,
    review text,
    binding_hash text,
    binding_version integer,
    principal_kind text not null,
    principal_id text not null,
    principal_name text not null,
    principal_owner text,
    run_id uuid,
    tool_call_id text,
    retry_of uuid,
    approval_id uuid,
    approval_event_id uuid,
    expires_at timestamptz,
    grant_jti uuid,
    grant_expires_at timestamptz,
    decided_by text,
    fence integer not null default 0,
    lease_until timestamptz,
    sent_at timestamptz,
    cancel_requested boolean not null default false,
    attempts integer not null default 0,
    due_at timestamptz,
    client_gone_at timestamptz,
    created_at timestamptz not null default now(),
    settled_at timestamptz,
    is_error boolean,
    result_bytes integer,
    outcome_reason text,
    constraint a_tool_is_whole check ((integration_id is null) = (tool_name is null)
      and (tool_name is null) = (tool_digest is null)),
    constraint an_approval_is_bound check (state <> 'pending_approval'
      or (approval_id is not null and approval_event_id is not null and binding_hash is not null
        and binding_version is not null and definition_hash is not null and expires_at is not null)),
    constraint sent_only_by_verdict_or_grant check (sent_at is null or verdict = 'allow' or grant_jti is not null),
    constraint sent_only_under_a_fence check (sent_at is null or fence > 0),
    constraint dispatching_has_a_lease check (state <> 'dispatching' or (lease_until is not null and fence > 0)),
    constraint denied_sends_nothing check (verdict <> 'deny' or fence = 0)
  )`;

const INDEXES = [
  `create unique index calls_of_run on calls (workspace_id, run_id, tool_call_id)
     where run_id is not null and retry_of is null`,
  'create unique index calls_by_approval on calls (approval_id) where approval_id is not null',
  'create unique index calls_by_grant on calls (grant_jti) where grant_jti is not null',
  `create index calls_pending on calls (due_at) where state = 'pending_approval'`,
  `create index calls_pending_of_principal on calls (workspace_id, principal_id) where state = 'pending_approval'`,
  `create index calls_approved on calls (due_at) where state = 'approved'`,
  `create index calls_dispatching on calls (lease_until) where state = 'dispatching'`,
  `create index calls_unknown on calls (workspace_id, id) where state = 'unknown'`,
  `create index calls_asked_outside_runs on calls (workspace_id, principal_id, arguments_hash)
     where run_id is null and verdict = 'ask'`,
];

/** Repeats the table of call-state.ts where nobody can go around it. */
const GUARD = `
  create function guard_call() returns trigger language plpgsql as $$
  begin
    if new.id <> old.id or new.workspace_id <> old.workspace_id or new.arguments <> old.arguments
      or new.arguments_hash <> old.arguments_hash or new.tool_digest is distinct from old.tool_digest
      or new.integration_id is distinct from old.integration_id or new.verdict <> old.verdict
      or new.definition_hash is distinct from old.definition_hash
      or new.connection_revision is distinct from old.connection_revision
      or new.binding_hash is distinct from old.binding_hash then
      raise exception 'what was asked for never changes (call %)', old.id using errcode = 'check_violation';
    end if;
    if new.fence < old.fence then
      raise exception 'a fence never goes back (call %)', old.id using errcode = 'check_violation';
    end if;
    if new.state = old.state then
      if old.state in ('denied', 'expired', 'cancelled', 'invalidated', 'succeeded', 'failed', 'resolved_succeeded',
        'resolved_failed', 'retried') and (new.outcome_reason is distinct from old.outcome_reason
          or new.is_error is distinct from old.is_error or new.sent_at is distinct from old.sent_at) then
        raise exception 'a terminal call never changes (call %)', old.id using errcode = 'check_violation';
      end if;
      return new;
    end if;
    if not (case old.state
      when 'requested' then new.state in ('denied', 'pending_approval', 'approved', 'dispatching')
      when 'pending_approval' then new.state in ('approved', 'denied', 'expired', 'cancelled', 'invalidated')
      when 'approved' then new.state in ('dispatching', 'expired', 'cancelled', 'invalidated')
      when 'dispatching' then new.state in ('succeeded', 'failed', 'unknown', 'approved')
      when 'unknown' then new.state in ('resolved_succeeded', 'resolved_failed', 'retried')
      else false end) then
      raise exception 'a call cannot go from % to % (call %)', old.state, new.state, old.id using errcode = 'check_violation';
    end if;
    if old.state = 'dispatching' and new.state = 'approved' and (new.sent_at is not null or new.fence = old.fence) then
      raise exception 'back to approved only unsent and under a new fence (call %)', old.id using errcode = 'check_violation';
    end if;
    return new;
  end $$`;

const GUARD_TRIGGER = 'create trigger guard_call before update on calls for each row execute function guard_call()';

const SATELLITES = [
  `create table call_results (
     call_id uuid primary key references calls (id),
     workspace_id uuid not null,
     result bytea not null,
     created_at timestamptz not null default now()
   )`,
  `create table call_transitions (
     id uuid primary key,
     workspace_id uuid not null,
     call_id uuid not null,
     from_state text,
     to_state text not null,
     fence integer not null,
     actor text not null,
     reason text not null,
     at timestamptz not null default now()
   )`,
  'create index call_transitions_of_call on call_transitions (call_id, id)',
  `create table consumed_grants (
     jti uuid primary key,
     workspace_id uuid not null,
     call_id uuid not null unique references calls (id),
     approver text not null,
     consumed_at timestamptz not null default now()
   )`,
  // What a worker that had lost its lease found out: evidence for the person who resolves the call.
  `create table late_outcomes (
     id uuid primary key,
     workspace_id uuid not null,
     call_id uuid not null,
     fence integer not null,
     state text not null,
     reason text,
     result bytea,
     at timestamptz not null default now()
   )`,
  'create index late_outcomes_of_call on late_outcomes (call_id)',
  // A run's token outlives its cancellation by minutes.
  `create table cancelled_runs (
     workspace_id uuid not null,
     run_id uuid not null,
     at timestamptz not null default now(),
     primary key (workspace_id, run_id)
   )`,
];
