import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { callsChanged, feedAppended, type Scope } from '@countersign/contracts';
import { Bus, followHints } from '@countersign/messaging';
import type { Request, Response } from 'express';
import { ScopeRequiredError } from '../access/access.errors.js';
import type { Principal } from '../access/principal.js';
import { StreamAccess } from '../event-streams/stream-access.client.js';
import { assertRoomFor, isDoubted, type StreamReader, toStreamReader } from '../event-streams/stream-room.js';
import { FeedChannel } from './feed-channel.client.js';
import { FEED_SCOPES } from './feed-event.js';
import { FeedReader } from './feed-reader.client.js';
import { FeedStream } from './feed-stream.client.js';

/** One for each tab. */
export const FEEDS_PER_PRINCIPAL_MAX = 20;
export const FEEDS_PER_PERSON_MAX = 50;
/** Of one replica: each holds a socket and, while it is read, a few kilobytes. */
const FEEDS_MAX = 2_000;
const LIMITS = { perPrincipal: FEEDS_PER_PRINCIPAL_MAX, perPerson: FEEDS_PER_PERSON_MAX, inAll: FEEDS_MAX };

export interface FeedRequest {
  readonly principal: Principal;
  readonly request: Request;
  readonly response: Response;
}

interface OpenFeed {
  readonly reader: StreamReader;
  readonly workspaceId: string;
}

/** Every reader of a feed on this replica. */
@Injectable()
export class LiveFeed implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly streams = new Map<FeedStream, OpenFeed>();
  private readonly channels = new Map<string, FeedChannel>();
  private stopFollowing: readonly (() => void)[] = [];

  constructor(
    private readonly bus: Bus,
    private readonly reader: FeedReader,
    private readonly access: StreamAccess,
  ) {}

  onApplicationBootstrap(): void {
    this.access.onDoubt((doubt) => {
      for (const [stream, { reader, workspaceId }] of this.streams) {
        if (isDoubted(reader, workspaceId, doubt)) void stream.askAgain();
      }
    });
    this.stopFollowing = [
      followHints(this.bus, feedAppended, ({ workspaceId }) => this.channels.get(workspaceId)?.look()),
      followHints(this.bus, callsChanged, ({ workspaceId }) => this.channels.get(workspaceId)?.tellOfCalls()),
    ];
  }

  /** Before the server closes: it waits for open answers. */
  onModuleDestroy(): void {
    for (const stop of this.stopFollowing) stop();
    for (const stream of this.streams.keys()) stream.end();
    for (const channel of this.channels.values()) channel.close();
  }

  /** @throws TooManyStreamsError, ScopeRequiredError */
  async open({ principal, request, response }: FeedRequest, lastId: string | undefined): Promise<FeedStream> {
    const { workspaceId, scopes } = principal;
    assertSomeScope(scopes);
    const reader = toStreamReader(principal);
    assertRoomFor(
      reader,
      [...this.streams.values()].map((open) => open.reader),
      LIMITS,
    );
    const readScopes = async (): Promise<ReadonlySet<Scope>> => {
      const now = await this.access.enter(request, workspaceId);
      assertSomeScope(now.scopes);
      return now.scopes;
    };
    const stream = new FeedStream(scopes, { readScopes, cut: () => response.destroy() });
    this.streams.set(stream, { reader, workspaceId });
    stream.output.once('close', () => this.close(stream, workspaceId));
    // What was taken from them while they came in was told before this stream was there to be asked about.
    void stream.askAgain();
    await this.join(stream, workspaceId, lastId);
    return stream;
  }

  private async join(stream: FeedStream, workspaceId: string, lastId: string | undefined): Promise<void> {
    const channel = this.channels.get(workspaceId) ?? new FeedChannel(workspaceId, this.reader);
    this.channels.set(workspaceId, channel);
    try {
      await channel.join(stream, lastId);
    } catch (error) {
      stream.output.destroy();
      throw error;
    }
  }

  private close(stream: FeedStream, workspaceId: string): void {
    this.streams.delete(stream);
    const channel = this.channels.get(workspaceId);
    channel?.leave(stream);
    if ([...this.streams.values()].some((other) => other.workspaceId === workspaceId)) return;
    channel?.close();
    this.channels.delete(workspaceId);
  }
}

/** Who may be told of nothing is told so. */
export function assertSomeScope(scopes: ReadonlySet<Scope>): void {
  if (!Object.values(FEED_SCOPES).some((scope) => scopes.has(scope))) throw new ScopeRequiredError('approval:read');
}
