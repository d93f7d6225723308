import { Inject, Injectable } from '@nestjs/common';
import type { StartRunRequest } from '@countersign/contracts';
import { Database, databaseNow, newId } from '@countersign/database';
import { AgentRepository } from '../agents/agent.repository.js';
import { RunLog } from './run-log.repository.js';
import { limitsOf } from './limits-of.js';
import { newRun } from './new-run.js';
import { type LoadedRun, RunRepository } from './run.repository.js';
import { EMPTY_RUN } from './run-state.js';

@Injectable()
export class StartRunUseCase {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AgentRepository) private readonly agents: AgentRepository,
    @Inject(RunRepository) private readonly runs: RunRepository,
    @Inject(RunLog) private readonly log: RunLog,
  ) {}

  async execute({ workspaceId, agentId, actor, prompt }: StartRunRequest): Promise<LoadedRun> {
    return this.database.transaction(workspaceId, async (tx) => {
      const { version } = await this.agents.getToRun(tx, agentId);
      const now = await databaseNow(tx);
      const agentVersion = version.version;
      const run = newRun({ id: newId(), workspaceId, agentId, agentVersion, initiator: actor, now });
      await this.runs.insert(tx, run);
      const started = {
        type: 'run_started',
        prompt,
        agentVersion: run.agentVersion,
        ...limitsOf(version),
      } as const;
      return this.log.append(tx, { run, state: EMPTY_RUN }, [started]);
    });
  }
}
