import { Controller, Get, Param } from '@nestjs/common';
import {
  AgentVersionPage,
  AgentVersionView,
  DomainError,
  getAgentVersion,
  listAgentVersions,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam, QueryOf } from '../http/input.dto.js';
import { Answers, Explained } from '../http/output.dto.js';
import { PageQuery } from '../http/page.dto.js';

const LIST_RULES = 'Newest first, each with who made it; `createdBy` is null for those from before that was recorded.';

@Controller('api/v1/workspaces/:workspaceId/agents/:agentId/versions')
export class AgentVersionsController {
  constructor(private readonly requests: RequestClient) {}

  @Get()
  @RequiresScope('agent:read')
  @Explained(LIST_RULES)
  @Answers(AgentVersionPage)
  list(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('agentId', 'agent') agentId: string,
    @QueryOf(PageQuery) page: PageQuery,
  ): Promise<AgentVersionPage> {
    return this.requests.ask(listAgentVersions, { ...page, workspaceId, agentId });
  }

  @Get(':version')
  @RequiresScope('agent:read')
  @Answers(AgentVersionView)
  get(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('agentId', 'agent') agentId: string,
    @Param('version') version: string,
  ): Promise<AgentVersionView> {
    return this.requests.ask(getAgentVersion, { workspaceId, agentId, version: readVersion(version) });
  }
}

/** What is no number names nothing. The longest here is the largest that the database numbers versions with. */
function readVersion(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new DomainError('agent_version.not_found', 'There is no such version.');
}
