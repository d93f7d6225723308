import { isDeepStrictEqual } from 'node:util';
import { Inject, Injectable } from '@nestjs/common';
import type { UpdateAgentRequest } from '@countersign/contracts';
import { Database, databaseNow } from '@countersign/database';
import { MODEL_CONFIG } from '../model/model-config.js';
import type { ModelConfig } from '../config.js';
import { AgentChanges } from './agent-changes.repository.js';
import { AgentMovedError } from './agent.errors.js';
import { AgentRepository, type VersionedAgent } from './agent.repository.js';
import { changeSettings } from './agent-settings.js';
import { settingsOf } from './agent.view.js';
import { assertConsistent, assertUsable } from './assert-agent.js';
import { toModelDefaults } from './model-defaults.js';

@Injectable()
export class UpdateAgentUseCase {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AgentRepository) private readonly agents: AgentRepository,
    @Inject(AgentChanges) private readonly changes: AgentChanges,
    @Inject(MODEL_CONFIG) private readonly model: ModelConfig,
  ) {}

  /**
   * Adds a version, or none when it would say the same as the newest.
   *
   * @throws AgentNotFoundError, AgentArchivedError, AgentMovedError, and as the creation does
   */
  async execute(request: UpdateAgentRequest): Promise<VersionedAgent> {
    const { workspaceId, agentId, ifVersion, actor: createdBy } = request;
    assertConsistent(request);
    return this.database.transaction(workspaceId, async (tx) => {
      const current = await this.agents.lock(tx, agentId);
      const { agent, version: before } = current;
      if (ifVersion !== undefined && ifVersion !== agent.version) {
        throw new AgentMovedError(agentId, agent.version, ifVersion);
      }
      const settings = changeSettings(settingsOf(before), request, toModelDefaults(this.model));
      if (isDeepStrictEqual(settings, settingsOf(before))) return current;
      assertUsable(settings);
      const version = agent.version + 1;
      const after = { ...before, ...settings, version, createdAt: await databaseNow(tx), createdBy };
      await this.agents.addVersion(tx, after);
      await this.changes.announce(tx, request, { change: 'updated', before, after });
      return { agent: { ...agent, version }, version: after };
    });
  }
}
