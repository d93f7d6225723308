import { Injectable } from '@nestjs/common';
import { databaseNow } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import type { NewCall, Outcome } from './call.js';
import { toColumns } from './call.repository.js';
import { CallTransitionRepository } from './call-transition.repository.js';
import { isTerminal } from './call-state.js';

export interface Intent {
  readonly call: NewCall;
  readonly leaseMs: number;
}

export interface SettledCall {
  readonly call: NewCall;
  readonly fence: number;
  readonly outcome: Outcome;
}

/** The types of the columns that `toColumns` gives, for `unnest`. */
const COLUMN_TYPES: Readonly<Record<string, string>> = {
  id: 'uuid',
  workspace_id: 'uuid',
  integration_id: 'uuid',
  tool_name: 'bytea',
  connection_revision: 'integer',
  binding_version: 'integer',
  run_id: 'uuid',
  retry_of: 'uuid',
  approval_id: 'uuid',
  approval_event_id: 'uuid',
  expires_at: 'timestamptz',
};

/** What the shared commits of `allow` calls do, in as few statements as they have kinds of rows. */
@Injectable()
export class LedgerBatchRepository {
  constructor(private readonly transitions: CallTransitionRepository) {}

  /** @returns the ids that were recorded; a run's repeated or late submission is not among them */
  async insertIntents(tx: EntityManager, intents: readonly Intent[]): Promise<ReadonlySet<string>> {
    if (intents.length === 0) return new Set();
    const rows = intents.map(({ call }) => toColumns({ ...call, state: 'dispatching' }));
    const names = Object.keys(rows[0] ?? {});
    const arrays = names.map((name, index) => `$${index + 2}::${COLUMN_TYPES[name] ?? 'text'}[]`);
    const inserted = await tx.query<{ id: string }[]>(
      `insert into calls (${names.join(', ')}, fence, sent_at, lease_until)
       select ${names.map((name) => `v.${name}`).join(', ')}, 1, clock_timestamp(),
         clock_timestamp() + v.lease_ms * interval '1 millisecond'
       from unnest($1::integer[], ${arrays.join(', ')}) as v(lease_ms, ${names.join(', ')})
       where not exists (select 1 from cancelled_runs r where r.workspace_id = v.workspace_id and r.run_id = v.run_id)
       on conflict (workspace_id, run_id, tool_call_id) where run_id is not null and retry_of is null do nothing
       returning id`,
      [intents.map(({ leaseMs }) => leaseMs), ...names.map((name) => rows.map((row) => row[name]))],
    );
    return new Set(inserted.map(({ id }) => id));
  }

  /** @returns the ids that were settled; an outcome that came after its lease is kept as evidence */
  async settle(tx: EntityManager, settled: readonly SettledCall[]): Promise<ReadonlySet<string>> {
    if (settled.length === 0) return new Set();
    const ids = await this.updateCalls(tx, settled);
    const now = await databaseNow(tx);
    await this.insertResults(
      tx,
      settled.filter(({ call, outcome }) => ids.has(call.id) && isTerminal(outcome.state)),
    );
    for (const { call, fence, outcome } of settled) {
      if (ids.has(call.id)) await this.transitions.announceEnd(tx, call, outcome, now);
      else await this.transitions.keepLateOutcome(tx, { ...call, fence }, outcome);
    }
    return ids;
  }

  private async updateCalls(tx: EntityManager, settled: readonly SettledCall[]): Promise<ReadonlySet<string>> {
    const [rows] = await tx.query<[{ id: string }[], number]>(
      `update calls c set state = v.state, is_error = v.is_error, result_bytes = v.result_bytes,
         outcome_reason = v.reason, lease_until = null,
         settled_at = case when v.state = 'unknown' then null else clock_timestamp() end
       from unnest($1::uuid[], $2::integer[], $3::text[], $4::boolean[], $5::integer[], $6::text[])
         as v(id, fence, state, is_error, result_bytes, reason)
       where c.id = v.id and c.fence = v.fence and c.state = 'dispatching' returning c.id`,
      [
        settled.map(({ call }) => call.id),
        settled.map(({ fence }) => fence),
        settled.map(({ outcome }) => outcome.state),
        settled.map(({ outcome }) => outcome.isError),
        settled.map(({ outcome }) => (isTerminal(outcome.state) ? outcome.result.length : 0)),
        settled.map(({ outcome }) => outcome.reason),
      ],
    );
    return new Set(rows.map(({ id }) => id));
  }

  private async insertResults(tx: EntityManager, settled: readonly SettledCall[]): Promise<void> {
    if (settled.length === 0) return;
    await tx.query(
      `insert into call_results (call_id, workspace_id, result)
       select * from unnest($1::uuid[], $2::uuid[], $3::bytea[])`,
      [
        settled.map(({ call }) => call.id),
        settled.map(({ call }) => call.workspaceId),
        settled.map(({ outcome }) => outcome.result),
      ],
    );
  }
}
