import { Inject, Injectable } from '@nestjs/common';
import type { DeleteAgentRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { AgentChanges } from './agent-changes.repository.js';
import { AgentArchivedError, AgentMovedError } from './agent.errors.js';
import { AgentRepository } from './agent.repository.js';

@Injectable()
export class DeleteAgentUseCase {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AgentRepository) private readonly agents: AgentRepository,
    @Inject(AgentChanges) private readonly changes: AgentChanges,
  ) {}

  /**
   * Archives it; a sweeper cancels its open runs. Deleting a deleted one changes nothing.
   *
   * @throws AgentNotFoundError, AgentMovedError
   */
  async execute(request: DeleteAgentRequest): Promise<void> {
    try {
      await this.archive(request);
    } catch (error) {
      if (!(error instanceof AgentArchivedError)) throw error;
    }
  }

  private async archive(request: DeleteAgentRequest): Promise<void> {
    const { workspaceId, agentId, ifVersion, actor } = request;
    await this.database.transaction(workspaceId, async (tx) => {
      const { agent, version } = await this.agents.lock(tx, agentId);
      if (ifVersion !== undefined && ifVersion !== agent.version) {
        throw new AgentMovedError(agentId, agent.version, ifVersion);
      }
      await this.agents.archive(tx, agentId, actor);
      await this.changes.announce(tx, request, { change: 'deleted', before: version, after: null });
    });
  }
}
