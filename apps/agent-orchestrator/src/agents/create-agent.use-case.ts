import { Inject, Injectable } from '@nestjs/common';
import type { CreateAgentRequest } from '@countersign/contracts';
import { Database, databaseNow, newId } from '@countersign/database';
import { MODEL_CONFIG } from '../model/model-config.js';
import type { ModelConfig } from '../config.js';
import { AgentRepository, type VersionedAgent } from './agent.repository.js';

/** Enough for a task with a few dozen calls, and an end for a model that goes in circles. */
const TURNS_MAX_DEFAULT = 40;

@Injectable()
export class CreateAgentUseCase {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AgentRepository) private readonly agents: AgentRepository,
    @Inject(MODEL_CONFIG) private readonly model: ModelConfig,
  ) {}

  async execute(request: CreateAgentRequest): Promise<VersionedAgent> {
    return this.database.transaction(request.workspaceId, async (tx) => {
      const { workspaceId } = request;
      const agent = { id: newId(), workspaceId, name: request.name, version: 1, createdAt: await databaseNow(tx) };
      const version = {
        agentId: agent.id,
        version: 1,
        workspaceId,
        instructions: request.instructions,
        provider: request.provider ?? this.model.provider,
        model: request.model ?? this.model.model,
        integrations: request.integrations ?? null,
        turnsMax: request.turnsMax ?? TURNS_MAX_DEFAULT,
      };
      await this.agents.insert(tx, { agent, version });
      return { agent, version };
    });
  }
}
