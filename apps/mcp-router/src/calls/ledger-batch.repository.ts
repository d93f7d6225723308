import { Injectable } from '@nestjs/common';
import { callSettled } from '@countersign/contracts';
import { Database, toBinaryByteaArray, toJsonRows, toUndatedRow } from '@countersign/database';
import type { NewCall, Outcome } from './call.js';
import { toIntentRow } from './ledger-intent-row.js';
import { INSERT_INTENTS, SETTLE_CALLS } from './ledger-statements.js';
import { callSettledOf, isEndAnnounced, resultBytesOf } from './call-settled.js';

export interface Intent {
  readonly call: NewCall;
  readonly leaseMs: number;
}

export interface SettledCall {
  readonly call: NewCall;
  readonly fence: number;
  readonly outcome: Outcome;
}

interface Written {
  readonly id: string;
}

/** What the shared commits of `allow` calls do: one statement each, which is its own transaction. */
@Injectable()
export class LedgerBatchRepository {
  constructor(private readonly database: Database) {}

  /** @returns the ids that were recorded; a run's repeated or late submission is not among them */
  async insertIntents(intents: readonly Intent[]): Promise<ReadonlySet<string>> {
    const rows = toJsonRows(intents.map(toIntentRow));
    return toIds(await this.database.systemStatement<Written>(INSERT_INTENTS, [rows], { announces: false }));
  }

  /** @returns the ids that were settled; an outcome that came after its lease is kept as evidence */
  async settle(settled: readonly SettledCall[]): Promise<ReadonlySet<string>> {
    const rows = settled.map(toOutcomeRow);
    const results = toBinaryByteaArray(settled.map(({ outcome }) => outcome.result));
    const announces = rows.some((row) => 'outbox_id' in row);
    return toIds(
      await this.database.systemStatement<Written>(SETTLE_CALLS, [toJsonRows(rows), results], { announces }),
    );
  }
}

function toOutcomeRow({ call, fence, outcome }: SettledCall): object {
  const { id, workspaceId } = call;
  const row = {
    id,
    workspace_id: workspaceId,
    fence,
    state: outcome.state,
    is_error: outcome.isError,
    result_bytes: resultBytesOf(outcome),
    reason: outcome.reason,
  };
  if (!isEndAnnounced(call)) return row;
  const event = { workspaceId, aggregateId: id, data: callSettledOf(call, outcome) };
  return { ...row, ...toUndatedRow(callSettled, event) };
}

function toIds(rows: readonly Written[]): ReadonlySet<string> {
  return new Set(rows.map(({ id }) => id));
}
