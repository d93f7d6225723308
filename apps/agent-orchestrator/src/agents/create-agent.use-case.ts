import { Inject, Injectable } from '@nestjs/common';
import type { CreateAgentRequest } from '@countersign/contracts';
import { Database, databaseNow, newId } from '@countersign/database';
import { MODEL_CONFIG } from '../model/model-config.js';
import type { ModelConfig } from '../config.js';
import { AgentChanges } from './agent-changes.repository.js';
import { AgentRepository, type VersionedAgent } from './agent.repository.js';
import { toSettings } from './agent-settings.js';
import { assertConsistent, assertUsable } from './assert-agent.js';
import { toModelDefaults } from './model-defaults.js';

@Injectable()
export class CreateAgentUseCase {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AgentRepository) private readonly agents: AgentRepository,
    @Inject(AgentChanges) private readonly changes: AgentChanges,
    @Inject(MODEL_CONFIG) private readonly model: ModelConfig,
  ) {}

  /** @throws InvalidInputError, and its subclasses of what no run could use */
  async execute(request: CreateAgentRequest): Promise<VersionedAgent> {
    assertConsistent(request);
    const settings = toSettings(request, toModelDefaults(this.model));
    assertUsable(settings);
    const { workspaceId, actor: createdBy } = request;
    return this.database.transaction(workspaceId, async (tx) => {
      const createdAt = await databaseNow(tx);
      const unarchived = { archivedAt: null, archivedBy: null, runsEndDueAt: null };
      const agent = { id: newId(), workspaceId, version: 1, createdAt, ...unarchived };
      const version = { agentId: agent.id, version: 1, workspaceId, ...settings, createdAt, createdBy };
      await this.agents.insert(tx, { agent, version });
      await this.changes.announce(tx, request, { change: 'created', before: null, after: version });
      return { agent, version };
    });
  }
}
