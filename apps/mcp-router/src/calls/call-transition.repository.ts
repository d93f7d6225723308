import { Injectable } from '@nestjs/common';
import { callSettled, type CallState } from '@countersign/contracts';
import { newId, Outbox } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { ending } from '../dispatch/to-outcome.js';
import { toCall, type Call, type CallRow, type NewCall, type Outcome } from './call.js';
import { CallsTeller } from './calls-teller.host.js';
import { callSettledOf, isEndAnnounced, resultBytesOf } from './call-settled.js';
import { assertCanBecome, isTerminal } from './call-state.js';
import { outcomeUnknown } from './model-answers.js';
import { tellEdit } from './tell-edit.js';

export interface Step {
  readonly to: CallState;
  /** Who did it: a principal's key, or `system`. */
  readonly actor: string;
  readonly reason: string;
}

/** Columns a step changes beside the state. SQL text, because most are the database's own time. */
export interface Changes {
  readonly set?: string;
  /** What must hold besides state and fence. */
  readonly where?: string;
  /** Parameters from `$5`. */
  readonly parameters?: readonly unknown[];
}

type Subject = Pick<NewCall, 'id' | 'workspaceId' | 'verdict' | 'runId' | 'toolCallId'>;

/** The only place that moves a call: each step with its audit row, and each end with its result and its event. */
@Injectable()
export class CallTransitionRepository {
  constructor(
    private readonly outbox: Outbox,
    private readonly teller: CallsTeller,
  ) {}

  /** Moves the call if it still is as it was read; null when somebody else was first. */
  async move(tx: EntityManager, call: Call, step: Step, changes: Changes = {}): Promise<Call | null> {
    assertCanBecome(call.state, step.to);
    const { set, where, parameters = [] } = changes;
    // The driver answers an update with its rows and their number.
    const [rows] = await tx.query<[CallRow[], number]>(
      `update calls set state = $4${set === undefined ? '' : `, ${set}`}
       where id = $1 and state = $2 and fence = $3${where === undefined ? '' : ` and ${where}`} returning *`,
      [call.id, call.state, call.fence, step.to, ...parameters],
    );
    if (rows[0] === undefined) return null;
    const moved = toCall(rows[0]);
    await this.audit(tx, { ...moved, from: call.state, step });
    this.teller.note(moved.workspaceId);
    return moved;
  }

  /** Ends the call, or leaves it to a person as `unknown`; null when somebody else was first. */
  async settle(tx: EntityManager, call: Call, outcome: Outcome, actor: string): Promise<Call | null> {
    return call.isRepeat && saysNotExecuted(outcome)
      ? this.doubt(tx, call, outcome, actor)
      : this.end(tx, call, outcome, actor);
  }

  /** The call was sent before, so nobody knows; whatever ended its repeat is only a part of the story. */
  private async doubt(tx: EntityManager, call: Call, outcome: Outcome, actor: string): Promise<Call | null> {
    const reason = `its first answer was lost, and its repeat ended as ${outcome.state}: ${outcome.reason ?? ''}`;
    const taken = call.state === 'approved' ? await this.take(tx, call, { to: 'dispatching', actor, reason }) : call;
    return taken && this.end(tx, taken, ending('unknown', reason, outcomeUnknown(reason, call.id)), actor);
  }

  /** The turn of a call that is to be ended, so that nobody can send it in between. */
  async take(tx: EntityManager, call: Call, step: Step): Promise<Call | null> {
    return this.move(tx, call, step, { set: 'fence = fence + 1, due_at = null, lease_until = clock_timestamp()' });
  }

  private async end(tx: EntityManager, call: Call, ended: Outcome, actor: string): Promise<Call | null> {
    // What was never sent was not executed with other arguments either.
    const outcome = call.edit !== null && call.sentAt !== null ? tellEdit(ended, call.edit) : ended;
    const step = { to: outcome.state, actor, reason: outcome.reason ?? outcome.state };
    const settled = await this.move(tx, call, step, {
      set: `is_error = $5, result_bytes = $6, outcome_reason = $7, lease_until = null, due_at = null,
            settled_at = case when $8::boolean then now() else settled_at end`,
      parameters: [outcome.isError, resultBytesOf(outcome), outcome.reason, isTerminal(outcome.state)],
    });
    if (settled === null) return null;
    await this.keepResult(tx, settled, outcome);
    await this.announceEnd(tx, settled, outcome);
    return settled;
  }

  async keepResult(tx: EntityManager, call: Subject, outcome: Outcome): Promise<void> {
    if (!isTerminal(outcome.state)) return;
    await tx.query('insert into call_results (call_id, workspace_id, result) values ($1, $2, $3)', [
      call.id,
      call.workspaceId,
      outcome.result,
    ]);
  }

  private async announceEnd(tx: EntityManager, call: Subject, outcome: Outcome): Promise<void> {
    if (!isEndAnnounced(call)) return;
    const { workspaceId, id: aggregateId } = call;
    await this.outbox.add(tx, callSettled, { workspaceId, aggregateId, data: callSettledOf(call, outcome) });
  }

  /** What a worker found out after it had lost its lease. It is kept, and changes nothing. */
  async keepLateOutcome(
    tx: EntityManager,
    call: Subject & { readonly fence: number },
    outcome: Outcome,
  ): Promise<void> {
    await tx.query(
      'insert into late_outcomes (id, workspace_id, call_id, fence, state, reason, result) values ($1, $2, $3, $4, $5, $6, $7)',
      [newId(), call.workspaceId, call.id, call.fence, outcome.state, outcome.reason, outcome.result],
    );
  }

  private async audit(
    tx: EntityManager,
    entry: {
      readonly id: string;
      readonly workspaceId: string;
      readonly fence: number;
      readonly from: CallState;
      readonly step: Step;
    },
  ): Promise<void> {
    const { id, workspaceId, fence, from, step } = entry;
    await tx.query(
      `insert into call_transitions (id, workspace_id, call_id, from_state, to_state, fence, actor, reason)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [newId(), workspaceId, id, from, step.to, fence, step.actor, step.reason],
    );
  }
}

/** Every way to end by itself but the two that admit that it may have been executed. */
function saysNotExecuted({ state }: Outcome): boolean {
  return ['denied', 'expired', 'cancelled', 'invalidated', 'failed'].includes(state);
}
