import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { principalKey, runAppended, runDelta } from '@countersign/contracts';
import { Bus, followHints, RequestClient } from '@countersign/messaging';
import type { Request, Response } from 'express';
import { assertScope } from '../access/access.guard.js';
import { Authenticator } from '../access/authenticator.client.js';
import type { Principal } from '../access/principal.js';
import { WorkspaceDoor } from '../access/workspace-door.client.js';
import { type RunPlace, RunStream } from './run-stream.client.js';
import { TooManyStreamsError } from './run-stream.errors.js';

/** A browser opens six connections to one host; a person watches a few runs at once. */
export const STREAMS_PER_PRINCIPAL_MAX = 10;
/** Of all their tokens together: whoever can make tokens must not take the places of everybody else. */
export const STREAMS_PER_PERSON_MAX = 50;
/** Of one replica: each holds a socket and up to half a megabyte. */
const STREAMS_MAX = 500;

/** Who asks, and on which connection it is answered. */
export interface StreamRequest {
  readonly principal: Principal;
  readonly request: Request;
  readonly response: Response;
}

/** By which streams are counted. */
interface Reader {
  readonly principal: string;
  readonly person: string;
}

/** Every stream of this replica: a hint from the bus wakes those of its run. */
@Injectable()
export class RunStreams implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly streams = new Map<RunStream, Reader>();
  private stopFollowing: readonly (() => void)[] = [];

  constructor(
    private readonly bus: Bus,
    private readonly requests: RequestClient,
    private readonly authenticator: Authenticator,
    private readonly door: WorkspaceDoor,
  ) {}

  onApplicationBootstrap(): void {
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
    const { actor } = principal;
    const reader = { principal: principalKey(actor), person: actor.ownerId ?? actor.id };
    this.assertRoom(reader);
    const assertAllowed = async (): Promise<void> => {
      const identity = await this.authenticator.authenticate(request);
      assertScope(await this.door.enter(identity, place.workspaceId), 'agent:read');
    };
    const stream = new RunStream(this.requests, { ...place, assertAllowed, cut: () => response.destroy() });
    this.streams.set(stream, reader);
    stream.output.once('close', () => this.streams.delete(stream));
    await stream.begin();
    return stream;
  }

  private assertRoom({ principal, person }: Reader): void {
    const ofPerson = [...this.streams.values()].filter((other) => other.person === person);
    const own = ofPerson.filter((other) => other.principal === principal);
    if (own.length >= STREAMS_PER_PRINCIPAL_MAX) throw new TooManyStreamsError(STREAMS_PER_PRINCIPAL_MAX);
    if (ofPerson.length >= STREAMS_PER_PERSON_MAX) throw new TooManyStreamsError(STREAMS_PER_PERSON_MAX);
    if (this.streams.size >= STREAMS_MAX) throw new TooManyStreamsError(STREAMS_MAX);
  }

  private ofRun(runId: string): RunStream[] {
    return [...this.streams.keys()].filter((stream) => stream.runId === runId);
  }
}
