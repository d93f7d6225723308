import { Controller, Delete, Get, Headers, HttpCode, Patch, Post, Res } from '@nestjs/common';
import {
  AgentPage,
  AgentView,
  createAgent,
  deleteAgent,
  getAgent,
  listAgents,
  updateAgent,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { Response } from 'express';
import { CurrentPrincipal, CurrentWriter, RequiresScope } from '../access/access.guard.js';
import type { Principal, Writer } from '../access/principal.js';
import { CLIENT_HEADER } from '../access/way-of.js';
import { tagged, toVersionCondition } from '../http/entity-tag.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, AnswersNothing, Explained, TakesHeader } from '../http/output.dto.js';
import { AgentsQuery, CreateAgentBody, UpdateAgentBody } from './agent.dto.js';

const SETTINGS_RULES =
  '`tools` is what the agent may use at all, per integration: everything when left out, nothing when empty; an entry without ' +
  '`toolNames` is for all tools of its integration, and a tool that several entries reach gets the strictest of them. A slug ' +
  'that no integration has reaches nothing until one has it. `strictness: ask` has every call wait for a person. Both only ' +
  'narrow: the policy of each tool is what allows it. `integrations` is the short form of `tools` without tool names.';
const LIST_RULES = 'Those that were deleted are left out; with `archived=true` they are the list.';
const UPDATE_RULES =
  'A field that is absent or null stays as it is; `parameters` and `tools` are replaced as a whole; `clear` names fields that ' +
  'go back to what they are when left out. What changes makes a new version, which the next run uses; a run keeps the version ' +
  'that it started with. The same settings again make none. With `If-Match`, the ETag of the version that was seen, nothing is ' +
  'changed when there is a newer one.';
const DELETE_RULES =
  'No run is started of it any more, and its open runs are cancelled. It can still be read, with its versions, for the runs ' +
  'that it had.';

@Controller('api/v1/workspaces/:workspaceId/agents')
export class AgentsController {
  constructor(private readonly requests: RequestClient) {}

  @Post()
  @RequiresScope('agent:create')
  @TakesHeader(CLIENT_HEADER)
  @Explained(SETTINGS_RULES)
  @Answers(AgentView)
  async create(
    @CurrentWriter() writer: Writer,
    @JsonBody(CreateAgentBody) body: CreateAgentBody,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AgentView> {
    const agent = await this.requests.ask(createAgent, { ...body, ...writer });
    return tagged(response, agent, agent.version);
  }

  @Get()
  @RequiresScope('agent:read')
  @Explained(LIST_RULES)
  @Answers(AgentPage)
  list(@CurrentPrincipal() { workspaceId }: Principal, @QueryOf(AgentsQuery) query: AgentsQuery): Promise<AgentPage> {
    return this.requests.ask(listAgents, { ...query, workspaceId });
  }

  @Get(':agentId')
  @RequiresScope('agent:read')
  @Answers(AgentView)
  async get(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('agentId', 'agent') agentId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AgentView> {
    const agent = await this.requests.ask(getAgent, { workspaceId, agentId });
    return tagged(response, agent, agent.version);
  }

  @Patch(':agentId')
  @RequiresScope('agent:update')
  @TakesHeader('If-Match', CLIENT_HEADER)
  @Explained(UPDATE_RULES)
  @Answers(AgentView)
  async update(
    @CurrentWriter() writer: Writer,
    @IdParam('agentId', 'agent') agentId: string,
    @JsonBody(UpdateAgentBody) body: UpdateAgentBody,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AgentView> {
    const change = { ...body, ...toVersionCondition(ifMatch), ...writer, agentId };
    const agent = await this.requests.ask(updateAgent, change);
    return tagged(response, agent, agent.version);
  }

  @Delete(':agentId')
  @HttpCode(204)
  @RequiresScope('agent:delete')
  @TakesHeader('If-Match', CLIENT_HEADER)
  @Explained(DELETE_RULES)
  @AnswersNothing()
  async delete(
    @CurrentWriter() writer: Writer,
    @IdParam('agentId', 'agent') agentId: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.requests.ask(deleteAgent, { ...toVersionCondition(ifMatch), ...writer, agentId });
  }
}
