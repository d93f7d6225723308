import { Injectable } from '@nestjs/common';
import { callSettled } from '@countersign/contracts';
import { Database, toBinaryByteaArray, toJsonRows, toUndatedRow } from '@countersign/database';
import type { NewCall, Outcome } from './call.js';
import { CallsTeller } from './calls-teller.host.js';
import { toIntentRow } from './ledger-intent-row.js';
import { INSERT_INTENTS, KEEP_EVIDENCE, SETTLE_AND_TELL, SETTLE_CALLS } from './ledger-statements.js';
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

/** What the shared commits of `allow` calls do: one statement each, which is its own transaction. Late outcomes take another. */
@Injectable()
export class LedgerBatchRepository {
  constructor(
    private readonly database: Database,
    private readonly teller: CallsTeller,
  ) {}

  /** @returns the ids that were recorded; a run's repeated or late submission is not among them */
  async insertIntents(intents: readonly Intent[]): Promise<ReadonlySet<string>> {
    const rows = toJsonRows(intents.map(toIntentRow));
    const written = await this.database.systemStatement<Written>(INSERT_INTENTS, [rows], { announces: false });
    // Some take minutes to end, and are shown meanwhile.
    for (const { call } of intents) this.teller.note(call.workspaceId);
    return toIds(written);
  }

  /** @returns the ids that were settled; an outcome that came after its lease is kept as evidence */
  async settle(settled: readonly SettledCall[]): Promise<ReadonlySet<string>> {
    const announces = settled.some(({ call }) => isEndAnnounced(call));
    const isTold = announces || settled.some(({ outcome }) => outcome.state === 'unknown');
    const written = await this.database.systemStatement<Written>(
      isTold ? SETTLE_AND_TELL : SETTLE_CALLS,
      toParameters(settled),
      { announces },
    );
    const ids = toIds(written);
    for (const { call } of settled) this.teller.note(call.workspaceId);
    const late = settled.filter(({ call }) => !ids.has(call.id));
    if (late.length > 0) await this.database.systemStatement(KEEP_EVIDENCE, toParameters(late), { announces: false });
    return ids;
  }
}

function toParameters(settled: readonly SettledCall[]): unknown[] {
  return [
    toJsonRows(settled.map(toOutcomeRow)),
    toBinaryByteaArray(settled.map(({ outcome }) => outcome.result)),
    settled.map(({ call }) => call.id),
  ];
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
