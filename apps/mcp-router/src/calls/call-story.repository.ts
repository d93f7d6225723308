import { Injectable } from '@nestjs/common';
import { CALL_STEPS_MAX, LATE_OUTCOMES_MAX, LATE_RESULT_LENGTH_MAX, type CallStory } from '@countersign/contracts';
import { Database } from '@countersign/database';
import type { EntityManager } from 'typeorm';
import { CallRepository } from './call.repository.js';
import { toCallStory, type LateOutcomeRow, type TransitionRow } from './call-story.js';

/** One step fewer than the contract allows on each side: what the call's own row says is put to them. */
const TRANSITIONS_MAX = CALL_STEPS_MAX - 2;

@Injectable()
export class CallStoryRepository {
  constructor(
    private readonly database: Database,
    private readonly calls: CallRepository,
  ) {}

  /** @throws CallNotFoundError, also for another workspace's */
  async get(workspaceId: string, callId: string): Promise<CallStory> {
    return this.database.read(workspaceId, async (tx) => {
      const call = await this.calls.get(tx, callId);
      const transitions = await listTransitions(tx, callId);
      const late = await listLateOutcomes(tx, callId);
      return toCallStory(call, { transitions, late, retriedAs: await findRetry(tx, callId) });
    });
  }
}

async function listTransitions(tx: EntityManager, callId: string): Promise<TransitionRow[]> {
  const newestFirst = await tx.query<TransitionRow[]>(
    `select from_state, to_state, fence, actor, reason, at from call_transitions
     where call_id = $1 order by at desc, fence desc, id desc limit $2`,
    [callId, TRANSITIONS_MAX],
  );
  return newestFirst.toReversed();
}

async function listLateOutcomes(tx: EntityManager, callId: string): Promise<LateOutcomeRow[]> {
  return tx.query<LateOutcomeRow[]>(
    `select fence, state, reason, at, octet_length(result) as bytes, substring(result from 1 for $2::int) as start
     from late_outcomes where call_id = $1 order by at, id limit $3`,
    [callId, LATE_RESULT_LENGTH_MAX, LATE_OUTCOMES_MAX],
  );
}

async function findRetry(tx: EntityManager, callId: string): Promise<string | null> {
  const [row] = await tx.query<{ id: string }[]>('select id from calls where retry_of = $1', [callId]);
  return row?.id ?? null;
}
