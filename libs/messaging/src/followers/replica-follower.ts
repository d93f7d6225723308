import { setTimeout as delay } from 'node:timers/promises';
import type { ServiceName } from '@countersign/contracts';
import { Logger } from '@nestjs/common';
import type { Msg, Subscription } from '@nats-io/transport-node';
import type { Bus } from '../bus/bus.js';
import { backoffMs } from '../events/backoff.js';
import { BEHIND_AFTER_MS, CATCH_UPS_AT_ONCE } from '../limits.js';
import { heartbeatSubjectOf } from '../bus-contracts.js';
import { type ChangePage, fetchAllChanges } from './fetch-all-changes.js';
import { type Heartbeat, parseHeartbeat } from './heartbeat.js';
import { WorkspaceCopy } from './workspace-copy.js';

export interface ReplicaFollowerOptions<Change> {
  readonly bus: Bus;
  readonly ownerService: ServiceName;
  /** Heard as hints that there is something to fetch; their content is not trusted. */
  readonly eventSubjects: readonly string[];
  /** One page of what changed after `sinceRevision`; `revision` is how far it reaches when all pages are read. */
  fetchChanges(workspaceId: string, sinceRevision: number, cursor?: string): Promise<ChangePage<Change>>;
  /** Gets all pages at once, in order; the same change may come again. Must not leave half of them applied. */
  apply(workspaceId: string, revision: number, changes: readonly Change[]): void | Promise<void>;
  /** Instead of the one that the contracts name for the owner. */
  readonly heartbeatSubject?: string;
  readonly behindAfterMs?: number;
}

/** How a copy stands against its owner, over all workspaces. */
export interface FollowerStanding {
  /** The owner is heard, and has said once what there is. */
  readonly isHeard: boolean;
  readonly workspaces: number;
  readonly behind: number;
}

/** Keeps an in-memory copy of what another service owns, and knows whether it may be trusted. */
export class ReplicaFollower<Change> {
  private readonly logger = new Logger(ReplicaFollower.name);
  private readonly copies = new Map<string, WorkspaceCopy>();
  private readonly waiting = new Set<string>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly firstRound = new Set<number>();
  private readonly caughtUp = Promise.withResolvers<void>();
  private subscriptions: Subscription[] = [];
  private lastHeartbeatMs = Number.NEGATIVE_INFINITY;
  private isReady = false;
  private isFirstRoundHeard = false;

  constructor(private readonly options: ReplicaFollowerOptions<Change>) {}

  start(): void {
    if (this.subscriptions.length > 0) return;
    const heartbeat = this.options.heartbeatSubject ?? heartbeatSubjectOf(this.options.ownerService);
    this.subscriptions = [
      this.subscribe(heartbeat, (message) => this.hear(message)),
      ...this.options.eventSubjects.map((subject) => this.subscribe(subject, (message) => this.hint(message))),
    ];
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    await Promise.all(this.running.values());
  }

  /** Resolves when every workspace that the owner's first round of heartbeats named has been caught up with. */
  ready(): Promise<void> {
    return this.caughtUp.promise;
  }

  /** True until `ready()`, and whenever the copy may be older than the tolerance: deny what depends on it. */
  isBehind(): boolean {
    const { isHeard, behind } = this.standing();
    return !this.isReady || !isHeard || behind > 0;
  }

  /**
   * For one workspace: true while the owner is not heard at all, until this workspace has been caught up with once, and
   * whenever its copy may be older than the tolerance. Other workspaces do not matter.
   */
  isBehindFor(workspaceId: string): boolean {
    const copy = this.copies.get(workspaceId);
    return !this.isHeard() || (copy !== undefined && this.isCopyBehind(copy));
  }

  standing(): FollowerStanding {
    const copies = [...this.copies.values()];
    const behind = copies.filter((copy) => this.isCopyBehind(copy)).length;
    return { isHeard: this.isHeard(), workspaces: copies.length, behind };
  }

  /** The revision up to which a workspace has been applied; 0 when nothing has. */
  revisionOf(workspaceId: string): number {
    return this.copies.get(workspaceId)?.appliedRevision ?? 0;
  }

  private isHeard(): boolean {
    return this.isFirstRoundHeard && performance.now() - this.lastHeartbeatMs < this.toleranceMs;
  }

  private isCopyBehind(copy: WorkspaceCopy): boolean {
    return !copy.hasBeenCurrent || copy.isBehind(performance.now(), this.toleranceMs);
  }

  private get toleranceMs(): number {
    return this.options.behindAfterMs ?? BEHIND_AFTER_MS;
  }

  private subscribe(subject: string, handle: (message: Msg) => void): Subscription {
    return this.options.bus.connection.subscribe(subject, {
      callback: (error, message) => {
        if (error) this.logger.error('not following', { err: error, subject });
        // A consumer's deliver subject can point here; its messages keep the subject they were published under.
        else if (message.subject === subject) handle(message);
      },
    });
  }

  private hear(message: Msg): void {
    const heartbeat = parseHeartbeat(parseJson(message));
    if (!heartbeat) {
      this.logger.warn(`ignored a malformed heartbeat of ${this.options.ownerService}`);
      return;
    }
    const now = performance.now();
    if (now - this.lastHeartbeatMs >= this.toleranceMs) this.doubtAll();
    this.lastHeartbeatMs = now;
    for (const { workspaceId, revision } of heartbeat.workspaces) {
      const copy = this.copyOf(workspaceId);
      copy.hear(revision, now);
      if (!copy.isCurrent) this.want(workspaceId);
    }
    this.noteRound(heartbeat);
  }

  /** After a silence every copy is asked for, also of workspaces whose part of the round is yet to come. */
  private doubtAll(): void {
    for (const [workspaceId, copy] of this.copies) {
      copy.doubt();
      this.want(workspaceId);
    }
  }

  private noteRound({ part, parts }: Heartbeat): void {
    this.firstRound.add(part);
    if (this.firstRound.size >= parts) this.isFirstRoundHeard = true;
    this.checkReady();
  }

  private hint(message: Msg): void {
    const event = parseJson(message);
    const workspaceId: unknown = typeof event === 'object' && event !== null && Reflect.get(event, 'workspaceId');
    if (typeof workspaceId === 'string') this.want(workspaceId);
  }

  private copyOf(workspaceId: string): WorkspaceCopy {
    const copy = this.copies.get(workspaceId) ?? new WorkspaceCopy();
    this.copies.set(workspaceId, copy);
    return copy;
  }

  /** However many hints arrive during a fetch, one more fetch follows it. */
  private want(workspaceId: string): void {
    this.waiting.add(workspaceId);
    this.pump();
  }

  private pump(): void {
    for (const workspaceId of this.waiting) {
      if (this.running.size >= CATCH_UPS_AT_ONCE || this.stopping.signal.aborted) return;
      if (this.running.has(workspaceId)) continue;
      this.waiting.delete(workspaceId);
      const work = this.catchUp(workspaceId).finally(() => {
        this.running.delete(workspaceId);
        this.checkReady();
        this.pump();
      });
      this.running.set(workspaceId, work);
    }
  }

  private async catchUp(workspaceId: string): Promise<void> {
    for (let attempt = 1; !this.stopping.signal.aborted; attempt += 1) {
      try {
        await this.fetchAndApply(workspaceId);
        return;
      } catch (error) {
        this.logger.warn('catching up failed', { err: error, workspaceId, owner: this.options.ownerService });
        await delay(backoffMs(attempt), undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private async fetchAndApply(workspaceId: string): Promise<void> {
    const copy = this.copyOf(workspaceId);
    const [since, silences] = [copy.appliedRevision, copy.silencesHeard];
    const { revision, changes } = await fetchAllChanges((cursor) =>
      this.options.fetchChanges(workspaceId, since, cursor),
    );
    if (this.stopping.signal.aborted) return;
    await this.options.apply(workspaceId, revision, changes);
    copy.apply(revision, silences);
  }

  private checkReady(): void {
    if (this.isReady || !this.isFirstRoundHeard) return;
    if (![...this.copies.values()].every((copy) => copy.isCurrent)) return;
    this.isReady = true;
    this.caughtUp.resolve();
  }
}

/** Followers only take hints from messages: one that is not JSON is no hint. */
function parseJson(message: Msg): unknown {
  try {
    return message.json();
  } catch {
    return undefined;
  }
}
