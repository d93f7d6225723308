import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Authenticator } from '../access/authenticator.client.js';
import type { Principal } from '../access/principal.js';
import { WorkspaceDoor } from '../access/workspace-door.client.js';

/** How long a revoked token or an ended session goes on reading at most, beside what follows. */
export const CHECK_INTERVAL_MS = 5_000;
/** Streams of one credential share an answer for so long: a person with many tabs is looked up once. */
const SHARED_MS = 1_000;

/** Who opened a stream, asked again and again: what they may read can end while they read. */
@Injectable()
export class StreamAccess {
  private readonly answers = new Map<string, Promise<Principal>>();

  constructor(
    private readonly authenticator: Authenticator,
    private readonly door: WorkspaceDoor,
  ) {}

  /** @throws what the guard throws, when they may not enter any more */
  enter(request: Request, workspaceId: string): Promise<Principal> {
    const key = toKey(request, workspaceId);
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const answer = this.ask(request, workspaceId);
    this.answers.set(key, answer);
    setTimeout(() => this.answers.delete(key), SHARED_MS).unref();
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
