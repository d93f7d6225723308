import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { cancelRun, forkRun, getRun, listRuns, RunPage, RunView, sendMessage, startRun } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, Explained } from '../http/output.dto.js';
import { ForkRunBody, ListRunsQuery, SendMessageBody, StartRunBody } from './run.dto.js';

const MESSAGES = `Only who started the run writes to it, for it acts in their name (403 \`run.foreign\`); others fork it. A run at work,
or one that waits for a person, reads it after the turn. One that has finished or failed is opened again, with its limits anew;
one that was cancelled is not (409 \`run.cancelled\`). With a \`messageId\`, the same message is taken once.`;

const FORKS = `A new run of the agent as it is now, that begins with this one's conversation up to the results of \`afterTurn\` (0: the
prompt alone; left out: all of it) and goes on with the message. Calls before that are history: they are not made again.
409 \`run.point_is_open\` where a call has no result yet.`;

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

  @Post('runs/:runId/messages')
  @HttpCode(200)
  @RequiresScope('agent:run')
  @Answers(RunView)
  @Explained(MESSAGES)
  send(
    @CurrentPrincipal() { workspaceId, actor }: Principal,
    @IdParam('runId', 'run') runId: string,
    @JsonBody(SendMessageBody) message: SendMessageBody,
  ): Promise<RunView> {
    return this.requests.ask(sendMessage, { ...message, workspaceId, runId, actor });
  }

  @Post('runs/:runId/fork')
  @RequiresScope('agent:run')
  @Answers(RunView)
  @Explained(FORKS)
  fork(
    @CurrentPrincipal() { workspaceId, actor }: Principal,
    @IdParam('runId', 'run') runId: string,
    @JsonBody(ForkRunBody) fork: ForkRunBody,
  ): Promise<RunView> {
    return this.requests.ask(forkRun, { ...fork, workspaceId, runId, actor });
  }
}
