import { Inject } from '@nestjs/common';
import {
  type AgentVersionPage,
  type AgentVersionRequest,
  type AgentVersionView,
  getAgentVersion,
  listAgentVersions,
  type ListAgentVersionsRequest,
  PAGE_SIZE_MAX,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { fitPage } from '../runs/fit-page.js';
import { readNumberCursor } from '../runs/read-cursor.js';
import { AgentRepository } from './agent.repository.js';
import { toAgentVersionView } from './agent.view.js';

@Responder()
export class AgentVersionsResponder {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AgentRepository) private readonly agents: AgentRepository,
  ) {}

  @Responds(getAgentVersion)
  async get({ workspaceId, agentId, version }: AgentVersionRequest): Promise<AgentVersionView> {
    const found = await this.database.read(workspaceId, (tx) => this.agents.get(tx, agentId, version));
    return toAgentVersionView(found.version);
  }

  @Responds(listAgentVersions)
  async list(request: ListAgentVersionsRequest): Promise<AgentVersionPage> {
    const { workspaceId, agentId, limit = PAGE_SIZE_MAX } = request;
    const before = readNumberCursor(request.cursor);
    const versions = await this.database.read(workspaceId, async (tx) => {
      await this.agents.get(tx, agentId);
      return this.agents.listVersions(tx, agentId, before, limit);
    });
    const { items, isCut } = fitPage(versions.map(toAgentVersionView));
    const hasMore = isCut || versions.length === limit;
    return { items, nextCursor: hasMore ? String(items.at(-1)?.version ?? 0) : null };
  }
}
