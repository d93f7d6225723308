import { Inject } from '@nestjs/common';
import {
  type AgentPage,
  type AgentRequest,
  type AgentView,
  createAgent,
  type CreateAgentRequest,
  deleteAgent,
  type DeleteAgentRequest,
  type Done,
  getAgent,
  listAgents,
  type ListAgentsRequest,
  PAGE_SIZE_MAX,
  updateAgent,
  type UpdateAgentRequest,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { fitPage } from '../runs/fit-page.js';
import { readIdCursor } from '../runs/read-cursor.js';
import { AgentRepository } from './agent.repository.js';
import { toAgentView } from './agent.view.js';
import { CreateAgentUseCase } from './create-agent.use-case.js';
import { DeleteAgentUseCase } from './delete-agent.use-case.js';
import { UpdateAgentUseCase } from './update-agent.use-case.js';

@Responder()
export class AgentsResponder {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(AgentRepository) private readonly agents: AgentRepository,
    @Inject(CreateAgentUseCase) private readonly createAgent: CreateAgentUseCase,
    @Inject(UpdateAgentUseCase) private readonly updateAgent: UpdateAgentUseCase,
    @Inject(DeleteAgentUseCase) private readonly deleteAgent: DeleteAgentUseCase,
  ) {}

  @Responds(createAgent)
  async create(request: CreateAgentRequest): Promise<AgentView> {
    return toAgentView(await this.createAgent.execute(request));
  }

  @Responds(updateAgent)
  async update(request: UpdateAgentRequest): Promise<AgentView> {
    return toAgentView(await this.updateAgent.execute(request));
  }

  @Responds(deleteAgent)
  async delete(request: DeleteAgentRequest): Promise<Done> {
    await this.deleteAgent.execute(request);
    return {};
  }

  @Responds(getAgent)
  async get({ workspaceId, agentId }: AgentRequest): Promise<AgentView> {
    return toAgentView(await this.database.read(workspaceId, (tx) => this.agents.get(tx, agentId)));
  }

  @Responds(listAgents)
  async list({ workspaceId, cursor, limit = PAGE_SIZE_MAX, archived = false }: ListAgentsRequest): Promise<AgentPage> {
    const after = readIdCursor(cursor);
    const agents = await this.database.read(workspaceId, (tx) => this.agents.list(tx, { archived, after, limit }));
    const { items, isCut } = fitPage(agents.map(toAgentView));
    return { items, nextCursor: isCut || agents.length === limit ? (items.at(-1)?.id ?? null) : null };
  }
}
