/**
 * The statements of an `allow` call's life, two of which run with each. Each is a transaction by itself and prepared once per
 * connection. Their rows come as one JSON parameter, since thirty arrays cost more to bind than a batch of rows costs to insert.
 */
import { ENVELOPE_SQL, type PreparedStatement } from '@countersign/database';

/** What an intent fixes of its call, with the columns' types; the rest have defaults. */
const INTENT_COLUMNS = {
  id: 'uuid',
  workspace_id: 'uuid',
  state: 'text',
  verdict: 'text',
  verdict_code: 'text',
  verdict_reason: 'text',
  strictness: 'text',
  integration_id: 'uuid',
  integration_slug: 'text',
  tool_name: 'bytea',
  tool_digest: 'text',
  exposed_name: 'text',
  arguments: 'text',
  arguments_hash: 'text',
  definition_hash: 'text',
  connection_revision: 'integer',
  review: 'text',
  principal_kind: 'text',
  principal_id: 'text',
  principal_name: 'text',
  principal_owner: 'text',
  token_id: 'text',
  run_id: 'uuid',
  agent_id: 'uuid',
  tool_call_id: 'text',
  traceparent: 'text',
} as const;

export type IntentRow = Readonly<Record<keyof typeof INTENT_COLUMNS, unknown>> & { readonly lease_ms: number };

const NAMES = Object.keys(INTENT_COLUMNS).join(', ');
const TYPED_NAMES = Object.entries(INTENT_COLUMNS)
  .map(([name, type]) => `${name} ${type}`)
  .join(', ');

/** Durable, with `sent_at` set, before a byte is sent. Nothing comes back of a row that its run must not send. */
export const INSERT_INTENTS: PreparedStatement = {
  name: 'insert_intents',
  text: `
    insert into calls (${NAMES}, fence, sent_at, lease_until)
    select ${NAMES}, 1, clock_timestamp(), clock_timestamp() + lease_ms * interval '1 millisecond'
    from json_to_recordset($1::json) as v(lease_ms integer, ${TYPED_NAMES})
    where v.run_id is null
      or (select r.at from cancelled_runs r where r.workspace_id = v.workspace_id and r.run_id = v.run_id) is null
    on conflict (workspace_id, run_id, tool_call_id) where run_id is not null and retry_of is null do nothing
    returning id`,
};

/**
 * What `unnest` and `json_to_recordset` give in one row. `was` is the state that is left, and no literal: with one the
 * planner would look for the rows by the index of everything that is dispatching, among all that has been and is not yet
 * vacuumed. The ids come as an array besides ($3), so that there is no other way to the rows than by their ids: joined
 * alone, a plan that was made while the table had a handful of rows goes through all of them, however many they become.
 */
const OUTCOMES = `
  outcomes as materialized (
    select v.*, 'dispatching' as was from rows from (
      json_to_recordset($1::json) as (id uuid, workspace_id uuid, fence integer, state text, is_error boolean,
        result_bytes integer, reason text, outbox_id uuid, event_id text, subject text, aggregate_id text,
        envelope_head text, envelope_tail text),
      unnest($2::bytea[])
    ) with ordinality as v(id, workspace_id, fence, state, is_error, result_bytes, reason, outbox_id, event_id,
      subject, aggregate_id, envelope_head, envelope_tail, result, position)
  )`;

/** The end of calls, with their results. */
const SETTLED = `
  settled as (
    update calls c set state = v.state, is_error = v.is_error, result_bytes = v.result_bytes,
      outcome_reason = v.reason, lease_until = null,
      settled_at = case when v.state = 'unknown' then null else clock_timestamp() end
    from outcomes v where c.id = any($3::uuid[]) and c.id = v.id and c.fence = v.fence and c.state = v.was
    returning c.id, v.workspace_id, v.state, v.result
  ),
  results as (
    insert into call_results (call_id, workspace_id, result)
    select id, workspace_id, result from settled where state <> 'unknown'
  )`;

/** What nearly every end of an external client's call is. */
export const SETTLE_CALLS: PreparedStatement = {
  name: 'settle_calls',
  text: `with ${OUTCOMES}, ${SETTLED} select id from settled`,
};

/**
 * The same with announcements, and with what nobody knows: that is written down by itself, since what a person finds out
 * takes the reason's place in the row.
 */
export const SETTLE_AND_TELL: PreparedStatement = {
  name: 'settle_calls_and_tell',
  text: `
    with ${OUTCOMES}, ${SETTLED},
    doubts as (
      insert into call_transitions (id, workspace_id, call_id, from_state, to_state, fence, actor, reason)
      select gen_random_uuid(), v.workspace_id, v.id, v.was, v.state, v.fence, 'system', coalesce(v.reason, v.state)
      from outcomes v join settled using (id) where v.state = 'unknown'
    ),
    announcements as (
      insert into outbox (id, event_id, subject, workspace_id, aggregate_id, envelope)
      select v.outbox_id, v.event_id, v.subject, v.workspace_id, v.aggregate_id, ${ENVELOPE_SQL}
      from outcomes v join settled using (id) where v.outbox_id is not null order by v.position
    )
    select id from settled`,
};

/**
 * What a worker found out after it had lost its lease changes nothing and is kept as evidence. What a commit has recorded
 * whose confirmation was lost is there already, and no evidence. Almost never needed, so apart from the statement of every
 * call.
 */
export const KEEP_EVIDENCE: PreparedStatement = {
  name: 'keep_evidence',
  text: `
    with ${OUTCOMES}
    insert into late_outcomes (id, workspace_id, call_id, fence, state, reason, result)
    select gen_random_uuid(), v.workspace_id, v.id, v.fence, v.state, v.reason, v.result from outcomes v
    where not exists (
      select 1 from calls c where c.id = any($3::uuid[]) and c.id = v.id and c.fence = v.fence and c.state = v.state)`,
};
