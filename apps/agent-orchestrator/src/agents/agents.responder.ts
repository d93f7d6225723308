import { Inject } from '@nestjs/common';
import {
  type AgentPage,
  type AgentRequest,
  type AgentView,
  createAgent,
  type CreateAgentRequest,
  getAgent,
  listAgents,
  type ListAgentsRequest,
  PAGE_SIZE_MAX,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { AgentRepository } from './agent.repository.js';
import { toAgentView } from './agent.view.js';
import { CreateAgentUseCase } from './create-agent.use-case.js';

@Responder()
export class AgentsResponder {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AgentRepository) private readonly agents: AgentRepository,
    @Inject(CreateAgentUseCase) private readonly createAgent: CreateAgentUseCase,
  ) {}

  @Responds(createAgent)
  async create(request: CreateAgentRequest): Promise<AgentView> {
    return toAgentView(await this.createAgent.execute(request));
  }

  @Responds(getAgent)
  async get({ workspaceId, agentId }: AgentRequest): Promise<AgentView> {
    return toAgentView(await this.database.read(workspaceId, (tx) => this.agents.get(tx, agentId)));
  }

  @Responds(listAgents)
  async list({ workspaceId, cursor, limit = PAGE_SIZE_MAX }: ListAgentsRequest): Promise<AgentPage> {
    const agents = await this.database.read(workspaceId, (tx) => this.agents.list(tx, cursor, limit));
    return {
      items: agents.map(toAgentView),
      nextCursor: agents.length === limit ? (agents.at(-1)?.agent.id ?? null) : null,
    };
  }
}
