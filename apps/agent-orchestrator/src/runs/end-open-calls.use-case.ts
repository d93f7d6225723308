import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@countersign/database';
import { RouterClient } from '../router/router.client.js';
import type { EndedRun } from './ended-run.repository.js';
import { RunRepository } from './run.repository.js';

/** Has the router end the open calls of a run that is over. */
@Injectable()
export class EndOpenCallsUseCase {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(RouterClient) private readonly router: RouterClient,
  ) {}

  /**
   * The log says whether the run is over, not its head: to a newer version that may mean something else.
   *
   * @throws UnreadableRunError
   */
  async execute({ workspaceId, runId }: Pick<EndedRun, 'workspaceId' | 'runId'>): Promise<void> {
    const { state } = await this.database.read(workspaceId, (tx) => this.runs.get(tx, runId));
    if (state.status === 'cancelled') {
      await this.router.cancelRunCalls({ workspaceId, runId, reason: 'the run was cancelled' });
      return;
    }
    // A failed run may be opened again: these calls end, and the calls of later turns are none of this.
    const toolCallIds = state.calls.filter(({ result }) => result === null).map(({ toolCallId }) => toolCallId);
    if (state.status !== 'failed' || toolCallIds.length === 0) return;
    await this.router.cancelRunCalls({ workspaceId, runId, reason: 'the run failed', toolCallIds });
  }
}
