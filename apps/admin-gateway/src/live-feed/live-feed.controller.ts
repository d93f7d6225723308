import { Controller, Get, Req, Res, StreamableFile } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Authenticated, CurrentPrincipal } from '../access/access.guard.js';
import { asksForStream, EVENT_STREAM } from '../access/is-unattended.js';
import type { Principal } from '../access/principal.js';
import { Answers, Explained, Streams, TakesHeader } from '../http/output.dto.js';
import { FEED_SCOPES, toFeedId } from './feed-event.js';
import { toFeedEvent } from './feed-event.view.js';
import { FeedReader } from './feed-reader.client.js';
import { FeedPage } from './live-feed.dto.js';
import { assertSomeScope, LiveFeed } from './live-feed.host.js';

const ABOUT = `What happens in the workspace, in order, as far as whoever asks may read it: \`approval.*\` needs \`approval:read\`,
\`run.*\` and \`agent.*\` \`agent:read\`, \`integration.*\`, \`discovery.*\` and \`tool-policies.*\` \`integration:read\`,
\`calls.changed\` \`call:read\`. An event has ids and states; the lists have the rest. With \`Accept: text/event-stream\`, as
server-sent events: \`data\` is a FeedEvent with an id, and \`Last-Event-ID\` goes on from there, on any replica.
\`event: ready\` comes first where no id was sent. \`{"kind":"resync"}\` says that the id is too old or unknown, and that
everything has to be read anew. \`{"kind":"calls.changed"}\` comes at most once a second, without an id, for any number of calls.
\`event: end\` says why the stream will not go on, e.g. \`token.revoked\`. Without that header, the events since
\`Last-Event-ID\` as JSON.`;

@Controller('api/v1/workspaces/:workspaceId/events')
export class LiveFeedController {
  constructor(
    private readonly feed: LiveFeed,
    private readonly reader: FeedReader,
  ) {}

  @Get()
  @Authenticated()
  @Answers(FeedPage)
  @Streams()
  @TakesHeader('Last-Event-ID')
  @Explained(ABOUT)
  async list(
    @CurrentPrincipal() principal: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FeedPage | StreamableFile> {
    const lastId = request.get('last-event-id');
    if (!asksForStream(request)) return this.page(principal, lastId);
    const { output } = await this.feed.open({ principal, request, response }, lastId);
    // A proxy that gathers answers would hold the events back.
    response.setHeader('x-accel-buffering', 'no');
    return new StreamableFile(output, { type: `${EVENT_STREAM}; charset=utf-8` });
  }

  private async page({ workspaceId, scopes }: Principal, lastId: string | undefined): Promise<FeedPage> {
    assertSomeScope(scopes);
    if (lastId === undefined) {
      return { items: [], lastEventId: toFeedId(await this.reader.end(workspaceId)), resync: false };
    }
    const { place, rows, isBroken } = await this.reader.sinceId(workspaceId, lastId);
    const items = rows.filter(({ kind }) => scopes.has(FEED_SCOPES[kind])).map(toFeedEvent);
    return { items, lastEventId: toFeedId(place), resync: isBroken };
  }
}
