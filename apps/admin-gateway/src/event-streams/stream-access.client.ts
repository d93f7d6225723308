import { createHash } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { identityChanged } from '@countersign/contracts';
import { Bus, followEvents } from '@countersign/messaging';
import type { Request } from 'express';
import { Authenticator } from '../access/authenticator.client.js';
import type { Principal } from '../access/principal.js';
import { WorkspaceDoor } from '../access/workspace-door.client.js';

/** How long a revoked token or an ended session goes on reading at most where nobody told this replica of it, beside what follows. */
export const CHECK_INTERVAL_MS = 5_000;
/** Streams of one credential share an answer for so long: a person with many tabs is looked up once. */
const SHARED_MS = 1_000;

/** Whose rights have become others, and where; the person is left out where it may be anybody. */
export interface Doubt {
  readonly workspaceId: string;
  readonly personId?: string | undefined;
}

/**
 * Who opened a stream, asked again and again: what they may read can end while they read. Whatever takes something from somebody,
 * on whichever replica, is told of by an event; those who hear of it here ask again at once.
 */
@Injectable()
export class StreamAccess implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly answers = new Map<string, Promise<Principal>>();
  private readonly doubters: ((doubt: Doubt) => void)[] = [];
  private stopFollowing: () => void = () => undefined;

  constructor(
    private readonly bus: Bus,
    private readonly authenticator: Authenticator,
    private readonly door: WorkspaceDoor,
  ) {}

  onApplicationBootstrap(): void {
    this.stopFollowing = followEvents(this.bus, identityChanged, ({ workspaceId, data: { personId } }) => {
      // Nothing that was asked before is an answer any more.
      this.answers.clear();
      for (const doubt of this.doubters) doubt({ workspaceId, personId });
    });
  }

  onModuleDestroy(): void {
    this.stopFollowing();
  }

  /** @param ask is to `enter` again, for every stream that the doubt is about */
  onDoubt(ask: (doubt: Doubt) => void): void {
    this.doubters.push(ask);
  }

  /** @throws what the guard throws, when they may not enter any more */
  enter(request: Request, workspaceId: string): Promise<Principal> {
    const key = toKey(request, workspaceId);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const answer = this.ask(request, workspaceId);
    this.answers.set(key, answer);
    setTimeout(() => {
      if (this.answers.get(key) === answer) this.answers.delete(key);
    }, SHARED_MS).unref();
    return answer;
  }

  private async ask(request: Request, workspaceId: string): Promise<Principal> {
    // An open tab is nobody's presence.
    return this.door.enter(await this.authenticator.recognize(request), workspaceId);
  }
}

function toKey(request: Request, workspaceId: string): string {
  const credential = `${request.get('authorization') ?? ''}\n${request.get('cookie') ?? ''}`;
  return `${workspaceId} ${createHash('sha256').update(credential).digest('base64')}`;
}
