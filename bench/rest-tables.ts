import type { Client } from 'pg';

export const ALLOWED = 89_000;
export const DECIDED = 10_000;
export const PENDING = 1_000;
export const AUDITED = 100_000;

export interface Templates {
  /** Ids of calls. */
  readonly allowed: string;
  readonly decided: { readonly id: string; readonly callId: string };
  readonly pending: { readonly id: string; readonly callId: string };
}

/** Spread over a week, as ids are: by the time that they begin with. Those that wait came last. */
const IDS = `
  create temporary table copies as
    select kind, uuidv7(-age) as call_id, uuidv7(-age) as approval_id, now() - age as at, n from (
      select 'allowed' as kind, n, interval '7 days' * n / ${ALLOWED} as age from generate_series(1, ${ALLOWED}) n
      union all
      select 'decided', n, interval '7 days' * n / ${DECIDED} from generate_series(1, ${DECIDED}) n
      union all
      select 'pending', n, interval '30 minutes' * n / ${PENDING} from generate_series(1, ${PENDING}) n
    ) ages order by age desc`;

/** Each is what it is a copy of, but for its ids and its time; one in a hundred has failed. */
const ALLOWED_CALLS = `
  insert into mcp_router.calls select copy.* from mcp_router.calls c, copies s,
    jsonb_populate_record(c, jsonb_build_object('id', s.call_id, 'created_at', s.at,
      'state', case when s.n % 100 = 0 then 'failed' else c.state end)) copy
    where c.id = $1 and s.kind = 'allowed'`;

const ASKED_CALLS = `
  insert into mcp_router.calls select copy.* from mcp_router.calls c, copies s,
    jsonb_populate_record(c, jsonb_build_object('id', s.call_id, 'created_at', s.at, 'approval_id', s.approval_id,
      'approval_event_id', gen_random_uuid(),
      'grant_jti', case when c.grant_jti is null then null else gen_random_uuid() end)) copy
    where c.id = $1 and s.kind = $2`;

const APPROVALS = `
  insert into policy.approvals select copy.* from policy.approvals a, copies s,
    jsonb_populate_record(a, jsonb_build_object('id', s.approval_id, 'call_id', s.call_id, 'requested_at', s.at)) copy
    where a.id = $1 and s.kind = $2`;

/** Copies of what has been audited so far: registrations, tokens, a decision. */
const AUDIT = `
  insert into admin_gateway.audit_entries select copy.*
    from (select n, interval '7 days' * n / ${AUDITED} as age from generate_series(1, ${AUDITED}) n order by n desc) s
    join (select id, row_number() over (order by id) as number, count(*) over () as total
          from admin_gateway.audit_entries) original on original.number = 1 + s.n % original.total
    join admin_gateway.audit_entries e on e.id = original.id,
    jsonb_populate_record(e, jsonb_build_object('id', uuidv7(-s.age), 'event_id', gen_random_uuid(),
      'at', now() - s.age)) copy`;

const ANALYZE = 'analyze mcp_router.calls, policy.approvals, admin_gateway.audit_entries';

/** As the database's superuser, because no service writes history: rows of three services that fit together. */
export async function fillTables(database: Client, { allowed, decided, pending }: Templates): Promise<void> {
  await database.query(IDS);
  await database.query(ALLOWED_CALLS, [allowed]);
  for (const [kind, { id, callId }] of Object.entries({ decided, pending })) {
    await database.query(ASKED_CALLS, [callId, kind]);
    await database.query(APPROVALS, [id, kind]);
  }
  await database.query(AUDIT);
  // As autovacuum does within a minute.
  await database.query(ANALYZE);
}
