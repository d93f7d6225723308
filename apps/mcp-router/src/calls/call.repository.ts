import { Injectable } from '@nestjs/common';
import { type Actor, ARGUMENTS_START_LENGTH_MAX, type CallArgumentsStart } from '@countersign/contracts';
import { lowestIdAt } from '@countersign/database';
import { toolNameBytes, toolNameDigest } from '@countersign/tool-name';
import type { EntityManager } from 'typeorm';
import { toCall, type Call, type CallRow, type NewCall } from './call.js';
import { type CallFilter, toConditions } from './call-filter.js';
import { CallNotFoundError } from './call.errors.js';
import { isSettled } from './call-state.js';

/** How long an answer also answers identical calls: a client that lost it asks again within minutes. */
const ATTACH_MINUTES = 10;
/** Requests of a client that one call remembers: a client polls one after another, and cancels the one that it waits for. */
const CLIENT_REQUESTS_MAX = 16;

/** By ids, which begin with the time: no other index of times has to be kept. */
const IN_RANGE = '($1::uuid is null or id < $1) and ($2::uuid is null or id >= $2) and ($3::uuid is null or id < $3)';

export interface IdenticalAsk {
  readonly principalId: string;
  readonly integrationId: string;
  readonly toolName: string;
  readonly argumentsHash: string;
  readonly definitionHash: string;
}

export interface CallPageQuery extends CallFilter {
  /** Only calls older than this one. */
  readonly before?: string;
  readonly limit: number;
}

/** Rows that one page looks at in search of those that are asked for: tens of milliseconds, in a ledger of any length. */
export const SCANNED_CALLS_MAX = 20_000;

/** Every query on calls that is not a transition. */
@Injectable()
export class CallRepository {
  async find(tx: EntityManager, id: string): Promise<Call | null> {
    return first(await tx.query<CallRow[]>('select * from calls where id = $1', [id]));
  }

  async get(tx: EntityManager, id: string): Promise<Call> {
    const call = await this.find(tx, id);
    if (call === null) throw new CallNotFoundError(id);
    return call;
  }

  /** Until the transaction ends nobody else moves this call. */
  async lock(tx: EntityManager, id: string): Promise<Call> {
    const call = first(await tx.query<CallRow[]>('select * from calls where id = $1 for update', [id]));
    if (call === null) throw new CallNotFoundError(id);
    return call;
  }

  async findByRun(tx: EntityManager, runId: string, toolCallId: string): Promise<Call | null> {
    const sql = 'select * from calls where run_id = $1 and tool_call_id = $2 order by id desc limit 1';
    return first(await tx.query<CallRow[]>(sql, [runId, toolCallId]));
  }

  async findByApprovalOrId(tx: EntityManager, id: string): Promise<Call | null> {
    return first(await tx.query<CallRow[]>('select * from calls where approval_id = $1 or id = $1', [id]));
  }

  async listOpenOfRun(tx: EntityManager, runId: string): Promise<Call[]> {
    const sql = `select * from calls where run_id = $1 and state in ('pending_approval', 'approved', 'dispatching')
      order by id for update`;
    return (await tx.query<CallRow[]>(sql, [runId])).map(toCall);
  }

  /** Newest first. `scannedTo`: older ones were not looked at; null where that was the end. */
  async listPage(
    tx: EntityManager,
    { before, limit, ...filter }: CallPageQuery,
  ): Promise<{ readonly calls: readonly Call[]; readonly scannedTo: string | null }> {
    const { conditions, values, isSparse } = toConditions(filter, [
      before ?? null,
      filter.from === undefined ? null : lowestIdAt(filter.from),
      filter.until === undefined ? null : lowestIdAt(filter.until),
    ]);
    const scannedTo = isSparse ? await this.findScanEnd(tx, values.slice(0, 3)) : null;
    const rows = await tx.query<CallRow[]>(
      `select * from calls where ${[IN_RANGE, ...conditions].join(' and ')}
         and ($${values.length + 1}::uuid is null or id >= $${values.length + 1})
       order by id desc limit $${values.length + 2}`,
      [...values, scannedTo, limit],
    );
    return { calls: rows.map(toCall), scannedTo };
  }

  async listArguments(tx: EntityManager, callIds: readonly string[]): Promise<CallArgumentsStart[]> {
    const rows = await tx.query<{ id: string; start: string; bytes: number; client_gone_at: Date | null }[]>(
      `select id, left(arguments, $2::int) as start, octet_length(arguments) as bytes, client_gone_at
       from calls where id = any($1::uuid[])`,
      [callIds, ARGUMENTS_START_LENGTH_MAX],
    );
    return rows.map(({ id, start, bytes, client_gone_at }) => {
      return { callId: id, start, bytes, clientGoneAt: client_gone_at?.toISOString() ?? null };
    });
  }

  private async findScanEnd(tx: EntityManager, range: readonly unknown[]): Promise<string | null> {
    const sql = `select id from calls where ${IN_RANGE} order by id desc offset $4 limit 1`;
    const [row] = await tx.query<{ id: string }[]>(sql, [...range, SCANNED_CALLS_MAX - 1]);
    return row?.id ?? null;
  }

  /** Null: the run has submitted this tool call already. */
  async insert(tx: EntityManager, call: NewCall): Promise<Call | null> {
    const columns = toColumns(call);
    const names = Object.keys(columns);
    const places = names.map((_, index) => `$${index + 1}`);
    const rows = await tx.query<CallRow[]>(
      `insert into calls (${names.join(', ')}) values (${places.join(', ')})
       on conflict (workspace_id, run_id, tool_call_id) where run_id is not null and retry_of is null do nothing
       returning *`,
      Object.values(columns),
    );
    return first(rows);
  }

  /**
   * Serialises the asks of one principal, so that two identical ones meet and the limit of pending ones holds. Taken
   * before the rows are looked at, and released with the transaction.
   */
  async lockPrincipal(tx: EntityManager, workspaceId: string, principalId: string): Promise<void> {
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${workspaceId} ${principalId}`]);
  }

  async countPending(tx: EntityManager, principalId: string): Promise<number> {
    const sql = `select count(*)::int as count from calls where principal_id = $1 and state = 'pending_approval'`;
    const [row] = await tx.query<{ count: number }[]>(sql, [principalId]);
    return row?.count ?? 0;
  }

  /**
   * The external call that an identical one is answered by: one that is under way, or that ended within minutes. What
   * expired, was cancelled, voided or never reached its server is no answer, so the identical call is a new one.
   */
  async findAttachable(tx: EntityManager, ask: IdenticalAsk): Promise<Call | null> {
    const rows = await tx.query<CallRow[]>(
      `select * from calls
       where run_id is null and verdict = 'ask' and principal_id = $1 and arguments_hash = $2 and definition_hash = $3
         and integration_id = $4 and tool_digest = $5 and tool_name = $6
         and (state in ('approved', 'dispatching', 'unknown') or (state = 'pending_approval' and not cancel_requested)
           or (settled_at > now() - $7 * interval '1 minute'
             and (state in ('succeeded', 'denied', 'resolved_succeeded', 'resolved_failed')
               or (state = 'failed' and sent_at is not null))))
       order by id desc limit 1`,
      [
        ask.principalId,
        ask.argumentsHash,
        ask.definitionHash,
        ask.integrationId,
        toolNameDigest(ask.toolName),
        toolNameBytes(ask.toolName),
        ATTACH_MINUTES,
      ],
    );
    return first(rows);
  }

  /** The client's stream closed; a time-out looks the same, so the call itself goes on. */
  async markClientGone(tx: EntityManager, id: string): Promise<void> {
    await tx.query('update calls set client_gone_at = now() where id = $1 and client_gone_at is null', [id]);
  }

  /** The call answers this request of its client too; how often an identical one may come is the client's to say. */
  async noteClientRequest(tx: EntityManager, { id, state }: Call, requestKey: string): Promise<void> {
    if (isSettled(state)) return;
    const sql = `update calls set client_requests = (array_prepend($2, client_requests))[1:${CLIENT_REQUESTS_MAX}] where id = $1`;
    await tx.query(sql, [id, requestKey]);
  }

  /** The newest first. */
  async listOpenOfClientRequest(tx: EntityManager, { kind, id }: Actor, requestKey: string): Promise<Call[]> {
    const rows = await tx.query<CallRow[]>(
      `select * from calls where run_id is null and verdict = 'ask'
         and state in ('pending_approval', 'approved', 'dispatching')
         and principal_kind = $1 and principal_id = $2 and $3 = any(client_requests) order by id desc`,
      [kind, id, requestKey],
    );
    return rows.map(toCall);
  }

  async isRunCancelled(tx: EntityManager, runId: string): Promise<boolean> {
    return (await tx.query<unknown[]>('select 1 from cancelled_runs where run_id = $1', [runId])).length > 0;
  }

  async markRunCancelled(tx: EntityManager, workspaceId: string, runId: string): Promise<void> {
    await tx.query('insert into cancelled_runs (workspace_id, run_id) values ($1, $2) on conflict do nothing', [
      workspaceId,
      runId,
    ]);
  }
}

/** The columns that a submission fixes, by name; the rest have defaults. */
export function toColumns(call: NewCall): Record<string, unknown> {
  const { tool, approval, principal } = call;
  return {
    id: call.id,
    workspace_id: call.workspaceId,
    state: call.state,
    verdict: call.verdict,
    verdict_code: call.verdictCode,
    verdict_reason: call.verdictReason,
    strictness: call.strictness,
    integration_id: tool?.integrationId ?? null,
    integration_slug: tool?.integrationSlug ?? null,
    tool_name: tool ? toolNameBytes(tool.toolName) : null,
    tool_digest: tool ? toolNameDigest(tool.toolName) : null,
    exposed_name: call.exposedName,
    arguments: call.argumentsText,
    arguments_hash: call.argumentsHash,
    definition_hash: call.definitionHash,
    connection_revision: call.connectionRevision,
    review: call.review,
    binding_hash: approval?.bindingHash ?? null,
    binding_version: approval?.bindingVersion ?? null,
    principal_kind: principal.kind,
    principal_id: principal.id,
    principal_name: principal.name,
    principal_owner: principal.ownerId ?? null,
    token_id: call.tokenId,
    run_id: call.runId,
    agent_id: call.agentId,
    tool_call_id: call.toolCallId,
    retry_of: call.retryOf,
    approval_id: approval?.id ?? null,
    approval_event_id: approval?.eventId ?? null,
    expires_at: approval?.expiresAt ?? null,
    traceparent: call.traceparent ?? null,
  };
}

function first(rows: readonly CallRow[]): Call | null {
  return rows[0] === undefined ? null : toCall(rows[0]);
}
