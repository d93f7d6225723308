import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import {
  cancelRun,
  getRun,
  listRunEvents,
  listRuns,
  RunEventPage,
  RunPage,
  RunView,
  startRun,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers } from '../http/output.dto.js';
import { ListRunsQuery, RunEventsQuery, StartRunBody } from './run.dto.js';

@Controller('api/v1/workspaces/:workspaceId')
export class RunsController {
  constructor(private readonly requests: RequestClient) {}

  @Post('agents/:agentId/runs')
  @RequiresScope('agent:run')
  @Answers(RunView)
  start(
    @CurrentPrincipal() { workspaceId, actor }: Principal,
    @IdParam('agentId', 'agent') agentId: string,
    @JsonBody(StartRunBody) { prompt }: StartRunBody,
  ): Promise<RunView> {
    return this.requests.ask(startRun, { workspaceId, agentId, prompt, actor });
  }

  @Get('runs')
  @RequiresScope('agent:read')
  @Answers(RunPage)
  list(@CurrentPrincipal() { workspaceId }: Principal, @QueryOf(ListRunsQuery) query: ListRunsQuery): Promise<RunPage> {
    return this.requests.ask(listRuns, { ...query, workspaceId });
  }

  @Get('runs/:runId')
  @RequiresScope('agent:read')
  @Answers(RunView)
  get(@CurrentPrincipal() { workspaceId }: Principal, @IdParam('runId', 'run') runId: string): Promise<RunView> {
    return this.requests.ask(getRun, { workspaceId, runId });
  }

  @Post('runs/:runId/cancel')
  @HttpCode(200)
  @RequiresScope('agent:run')
  @Answers(RunView)
  cancel(
    @CurrentPrincipal() { workspaceId, actor }: Principal,
    @IdParam('runId', 'run') runId: string,
  ): Promise<RunView> {
    return this.requests.ask(cancelRun, { workspaceId, runId, actor });
  }

  @Get('runs/:runId/events')
  @RequiresScope('agent:read')
  @Answers(RunEventPage)
  events(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('runId', 'run') runId: string,
    @QueryOf(RunEventsQuery) query: RunEventsQuery,
  ): Promise<RunEventPage> {
    return this.requests.ask(listRunEvents, { ...query, workspaceId, runId });
  }
}
