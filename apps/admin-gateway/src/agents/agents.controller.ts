import { Controller, Get, Post } from '@nestjs/common';
import { AgentPage, AgentView, createAgent, getAgent, listAgents } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers } from '../http/output.dto.js';
import { PageQuery } from '../http/page.dto.js';
import { CreateAgentBody } from './agent.dto.js';

@Controller('api/v1/workspaces/:workspaceId/agents')
export class AgentsController {
  constructor(private readonly requests: RequestClient) {}

  @Post()
  @RequiresScope('agent:create')
  @Answers(AgentView)
  create(
    @CurrentPrincipal() { workspaceId, actor }: Principal,
    @JsonBody(CreateAgentBody) body: CreateAgentBody,
  ): Promise<AgentView> {
    return this.requests.ask(createAgent, { ...body, workspaceId, actor });
  }

  @Get()
  @RequiresScope('agent:read')
  @Answers(AgentPage)
  list(@CurrentPrincipal() { workspaceId }: Principal, @QueryOf(PageQuery) page: PageQuery): Promise<AgentPage> {
    return this.requests.ask(listAgents, { ...page, workspaceId });
  }

  @Get(':agentId')
  @RequiresScope('agent:read')
  @Answers(AgentView)
  get(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('agentId', 'agent') agentId: string,
  ): Promise<AgentView> {
    return this.requests.ask(getAgent, { workspaceId, agentId });
  }
}
