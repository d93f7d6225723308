import { Controller, Get, Req, Res, StreamableFile } from '@nestjs/common';
import { listRunEvents, RunEventPage } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import type { Request, Response } from 'express';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import { asksForStream, EVENT_STREAM } from '../access/is-unattended.js';
import type { Principal } from '../access/principal.js';
import { IdParam, QueryOf } from '../http/input.dto.js';
import { Answers, Explained, Streams, TakesHeader } from '../http/output.dto.js';
import { RunEventsQuery } from './run.dto.js';
import { type StreamRequest, RunStreams } from './run-streams.host.js';

const SEQUENCE = /^\d{1,15}$/;

const ABOUT = `What happened in the run, in order. With \`Accept: text/event-stream\`, as server-sent events: every recorded event
with its sequence number as its id, those that come as well. \`Last-Event-ID\` (or \`after\`) goes on from there. Between them,
\`event: delta\` has pieces of the text that the model is writing: \`{turn, attempt, index, text}\`, without an id; the recorded
turn replaces them. \`event: end\` says why the stream will not go on, e.g. \`token.revoked\`. A stream outlives its run, which
a message opens again.`;

@Controller('api/v1/workspaces/:workspaceId/runs/:runId/events')
export class RunEventsController {
  constructor(
    private readonly requests: RequestClient,
    private readonly streams: RunStreams,
  ) {}

  @Get()
  @RequiresScope('agent:read')
  @Answers(RunEventPage)
  @Streams()
  @TakesHeader('Last-Event-ID')
  @Explained(ABOUT)
  async list(
    @CurrentPrincipal() principal: Principal,
    @IdParam('runId', 'run') runId: string,
    @QueryOf(RunEventsQuery) query: RunEventsQuery,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<RunEventPage | StreamableFile> {
    if (!asksForStream(request)) {
      return this.requests.ask(listRunEvents, { ...query, workspaceId: principal.workspaceId, runId });
    }
    return this.stream({ principal, request, response }, runId, query.after ?? 0);
  }

  private async stream(on: StreamRequest, runId: string, after: number): Promise<StreamableFile> {
    const last = on.request.get('last-event-id') ?? '';
    const place = { runId, workspaceId: on.principal.workspaceId, after: SEQUENCE.test(last) ? Number(last) : after };
    const { output } = await this.streams.open(on, place);
    // A proxy that gathers answers would hold the events back.
    on.response.setHeader('x-accel-buffering', 'no');
    return new StreamableFile(output, { type: `${EVENT_STREAM}; charset=utf-8` });
  }
}
