import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { runAppended, runDelta } from '@countersign/contracts';
import { Bus, followHints, RequestClient } from '@countersign/messaging';
import type { Request, Response } from 'express';
import { assertScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { StreamAccess } from '../event-streams/stream-access.client.js';
import { assertRoomFor, isDoubted, type StreamReader, toStreamReader } from '../event-streams/stream-room.js';
import { type RunPlace, RunStream } from './run-stream.client.js';

/** A browser opens six connections to one host; a person watches a few runs at once. */
export const STREAMS_PER_PRINCIPAL_MAX = 10;
/** Of all their tokens together: whoever can make tokens must not take the places of everybody else. */
export const STREAMS_PER_PERSON_MAX = 50;
/** Of one replica: each holds a socket and up to half a megabyte. */
const STREAMS_MAX = 500;
const LIMITS = { perPrincipal: STREAMS_PER_PRINCIPAL_MAX, perPerson: STREAMS_PER_PERSON_MAX, inAll: STREAMS_MAX };

/** Who asks, and on which connection it is answered. */
export interface StreamRequest {
  readonly principal: Principal;
  readonly request: Request;
  readonly response: Response;
}

/** Every stream of this replica: a hint from the bus wakes those of its run. */
@Injectable()
export class RunStreams implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly streams = new Map<RunStream, StreamReader>();
  private stopFollowing: readonly (() => void)[] = [];

  constructor(
    private readonly bus: Bus,
    private readonly requests: RequestClient,
    private readonly access: StreamAccess,
  ) {}

  onApplicationBootstrap(): void {
    this.access.onDoubt((doubt) => {
      for (const [stream, reader] of this.streams) {
        if (isDoubted(reader, stream.workspaceId, doubt)) void stream.askAgain();
      }
    });
    this.stopFollowing = [
      followHints(this.bus, runAppended, ({ workspaceId, runId, version }) => {
        for (const stream of this.ofRun(runId)) stream.grow(workspaceId, version);
      }),
      followHints(this.bus, runDelta, (delta) => {
        for (const stream of this.ofRun(delta.runId)) stream.tell(delta);
      }),
    ];
  }

  /** Before the server closes: it waits for open answers. */
  onModuleDestroy(): void {
    for (const stop of this.stopFollowing) stop();
    for (const stream of this.streams.keys()) stream.end();
  }

  /** @throws TooManyStreamsError, RunNotFoundError */
  async open({ principal, request, response }: StreamRequest, place: RunPlace): Promise<RunStream> {
    const reader = toStreamReader(principal);
    assertRoomFor(reader, this.streams.values(), LIMITS);
    const assertAllowed = async (): Promise<void> => {
      assertScope(await this.access.enter(request, place.workspaceId), 'agent:read');
    };
    const stream = new RunStream(this.requests, { ...place, assertAllowed, cut: () => response.destroy() });
    this.streams.set(stream, reader);
    stream.output.once('close', () => this.streams.delete(stream));
    await stream.begin();
    // What was taken from them while they came in was told before this stream was there to be asked about.
    void stream.askAgain();
    return stream;
  }

  private ofRun(runId: string): RunStream[] {
    return [...this.streams.keys()].filter((stream) => stream.runId === runId);
  }
}
