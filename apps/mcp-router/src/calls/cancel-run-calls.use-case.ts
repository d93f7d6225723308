import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Call } from './call.js';
import { CallRepository } from './call.repository.js';
import { CancelCall } from './cancel-call.use-case.js';
import type { Cancellation } from './cancellation.js';

export interface EndedRun {
  readonly workspaceId: string;
  readonly runId: string;
  /** In words, for the model and for people. */
  readonly reason: string;
  /** These alone, of a run that may be opened again and is not marked; undefined: all. */
  readonly toolCallIds?: readonly string[] | undefined;
}

/** A run that is over sends nothing new: its open calls end, and its token, which lives for minutes more, opens none. */
@Injectable()
export class CancelRunCalls {
  constructor(
    private readonly calls: CallRepository,
    private readonly cancelCall: CancelCall,
  ) {}

  /** The calls that were open, each to be finished; none when it was done before. */
  async execute(tx: EntityManager, run: EndedRun): Promise<readonly Call[]> {
    const { workspaceId, runId, reason, toolCallIds } = run;
    // The lock of submissions: one that is under way is either seen here, or sees the mark.
    await this.calls.lockPrincipal(tx, workspaceId, runId);
    if (toolCallIds === undefined) await this.calls.markRunCancelled(tx, workspaceId, runId);
    return this.cancelCall.executeForRun(tx, runId, toCancellation(reason), toolCallIds);
  }

  /** After the commit. */
  async finish(open: readonly Call[], { reason }: Pick<EndedRun, 'reason'>): Promise<void> {
    await Promise.all(open.map((call) => this.cancelCall.finish(call, toCancellation(reason))));
  }
}

function toCancellation(reason: string): Cancellation {
  return { reason, cause: 'run_cancelled' };
}
