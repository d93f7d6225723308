import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Caller } from '../../callers/caller.js';
import { Copies } from '../../copies/copies.js';
import { openIntegrations, type OpenKind } from '../../gate/open-integrations.js';
import { CHANGE_SETTLE_MS, KEEP_ALIVE_LOOK_MS, STREAMS_MAX, STREAMS_PER_PRINCIPAL_MAX } from '../../limits.js';
import { OfferLists } from '../../offers/offer-lists.js';
import { holderOf } from '../sessions/legacy-session.js';

/** The lists of a client that can change under it. */
export const CHANGING_LISTS = ['tools', 'prompts', 'resources'] as const;
export type ChangingList = (typeof CHANGING_LISTS)[number];

/** Who wants to hear of changes, in whichever era. */
export interface ChangeListener {
  readonly changed: (list: ChangingList) => void;
  /** The token has ended, or this process does. */
  readonly close: () => void;
}

interface Stream extends ChangeListener {
  readonly caller: Caller;
  /** What its client may have seen last. */
  seen: Seen;
}

/** Equal texts, equal lists. */
type Seen = Readonly<Record<ChangingList, string>>;

/**
 * Tells clients that what they may see has changed, within a second of the change: of their own lists, and never of one
 * that they cannot see.
 */
@Injectable()
export class ChangeStreams implements OnModuleDestroy {
  private readonly logger = new Logger(ChangeStreams.name);
  private readonly streams = new Map<string, Set<Stream>>();
  private readonly settling = new Map<string, NodeJS.Timeout>();
  private readonly countByHolder = new Map<string, number>();
  private count = 0;
  private readonly unlisten: () => void;
  private readonly timer = setInterval(() => this.closeEnded(), KEEP_ALIVE_LOOK_MS).unref();

  constructor(
    private readonly copies: Copies,
    private readonly lists: OfferLists,
  ) {
    this.unlisten = copies.changes.listen((workspaceId) => this.settle(workspaceId));
  }

  /** @returns the way to stop listening; undefined where there are too many already */
  open(caller: Caller, listener: ChangeListener): (() => void) | undefined {
    const holder = holderOf(caller);
    const ofHolder = this.countByHolder.get(holder) ?? 0;
    if (this.count >= STREAMS_MAX || ofHolder >= STREAMS_PER_PRINCIPAL_MAX) return undefined;
    const stream: Stream = { ...listener, caller, seen: this.look(caller) };
    const ofWorkspace = this.streams.get(caller.workspaceId) ?? new Set();
    this.streams.set(caller.workspaceId, ofWorkspace.add(stream));
    this.count += 1;
    this.countByHolder.set(holder, ofHolder + 1);
    return () => this.remove(stream);
  }

  onModuleDestroy(): void {
    this.unlisten();
    clearInterval(this.timer);
    for (const timer of this.settling.values()) clearTimeout(timer);
    for (const stream of this.all()) this.safely(stream, stream.close);
  }

  private remove(stream: Stream): void {
    const { caller } = stream;
    const ofWorkspace = this.streams.get(caller.workspaceId);
    if (ofWorkspace?.delete(stream) !== true) return;
    if (ofWorkspace.size === 0) this.streams.delete(caller.workspaceId);
    const holder = holderOf(caller);
    const left = (this.countByHolder.get(holder) ?? 1) - 1;
    if (left === 0) this.countByHolder.delete(holder);
    else this.countByHolder.set(holder, left);
    this.count -= 1;
  }

  private settle(workspaceId: string): void {
    if (!this.streams.has(workspaceId) || this.settling.has(workspaceId)) return;
    const timer = setTimeout(() => {
      this.settling.delete(workspaceId);
      this.tell(workspaceId);
    }, CHANGE_SETTLE_MS);
    this.settling.set(workspaceId, timer);
  }

  private tell(workspaceId: string): void {
    for (const stream of [...(this.streams.get(workspaceId) ?? [])]) {
      this.tellSafely(stream);
    }
  }

  private tellSafely(stream: Stream): void {
    this.safely(stream, () => {
      if (this.hasEnded(stream)) stream.close();
      else this.tellOne(stream);
    });
  }

  /** In a timer nobody catches: one stream that fails must end neither the process nor the word to the others. */
  private safely(stream: Stream, work: () => void): void {
    try {
      work();
    } catch (error) {
      const { workspaceId } = stream.caller;
      this.logger.error({ err: error, workspaceId }, 'a client could not be told of a change; its stream is ended');
      this.closeBroken(stream);
    }
  }

  /** It has failed already: nothing that it does is of interest any more, and nothing is told on it. */
  private closeBroken(stream: Stream): void {
    this.remove(stream);
    try {
      stream.close();
    } catch (error) {
      this.logger.warn({ err: error }, 'a stream that has failed could not be ended either');
    }
  }

  private tellOne(stream: Stream): void {
    const { seen } = stream;
    stream.seen = this.look(stream.caller);
    for (const list of CHANGING_LISTS) if (seen[list] !== stream.seen[list]) stream.changed(list);
  }

  /** Of prompts and resources nobody here knows more than whose they are: which there are, the servers say when asked. */
  private look(caller: Caller): Seen {
    const whose = (kind: OpenKind): string =>
      openIntegrations(this.copies, caller, kind)
        .map(({ id, connectionRevision }) => `${id} ${connectionRevision}`)
        .join(' ');
    return { tools: this.lists.of(caller).hash, prompts: whose('prompts'), resources: whose('resources') };
  }

  private closeEnded(): void {
    for (const stream of this.all()) {
      this.safely(stream, () => {
        if (this.hasEnded(stream)) stream.close();
      });
    }
  }

  private hasEnded({ caller: { workspaceId, tokenId, principal, expiresAtMs } }: Stream): boolean {
    const { identity } = this.copies;
    if (identity.isRemoved(workspaceId, principal.ownerId)) return true;
    return Date.now() >= expiresAtMs || identity.isRevoked(workspaceId, tokenId);
  }

  private all(): Stream[] {
    return [...this.streams.values()].flatMap((ofWorkspace) => [...ofWorkspace]);
  }
}
