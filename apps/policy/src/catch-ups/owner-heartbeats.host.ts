import type { WorkspaceRevision } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Bus, heartbeatSubjectOf, parseHeartbeat } from '@countersign/messaging';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { Msg, Subscription } from '@nats-io/transport-node';
import { CatchUpRepository, type Owner, OWNERS } from './catch-up.repository.js';

/** Hears how far the owners are with every workspace, also with one that no event of theirs has ever named here. */
@Injectable()
export class OwnerHeartbeats implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OwnerHeartbeats.name);
  /** The highest revision of each workspace that is in the database. */
  private readonly recorded = new Map<Owner, Map<string, number>>(OWNERS.map((owner) => [owner, new Map()]));
  private readonly recording = new Map<Owner, Promise<void>>();
  private subscriptions: Subscription[] = [];

  constructor(
    private readonly bus: Bus,
    private readonly database: Database,
    private readonly catchUps: CatchUpRepository,
  ) {}

  onApplicationBootstrap(): void {
    this.subscriptions = OWNERS.map((owner) => {
      const subject = heartbeatSubjectOf(owner);
      return this.bus.connection.subscribe(subject, {
        callback: (error, message) => {
          if (error) this.logger.error('not hearing an owner', { err: error, owner });
          // A consumer's deliver subject can point here; its messages keep the subject they were published under.
          else if (message.subject === subject) this.hear(owner, message);
        },
      });
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const subscription of this.subscriptions) subscription.unsubscribe();
    await Promise.all(this.recording.values());
  }

  private hear(owner: Owner, message: Msg): void {
    const heartbeat = parseHeartbeat(parseJson(message));
    if (heartbeat === undefined) {
      this.logger.warn(`ignored a malformed heartbeat of ${owner}`);
      return;
    }
    const recorded = this.recorded.get(owner);
    const news = heartbeat.workspaces.filter(
      ({ workspaceId, revision }) => revision > (recorded?.get(workspaceId) ?? -1),
    );
    // One at a time: what is left out is in the next heartbeat again, a second later.
    if (news.length === 0 || this.recording.has(owner)) return;
    this.recording.set(
      owner,
      this.record(owner, news).finally(() => this.recording.delete(owner)),
    );
  }

  private async record(owner: Owner, news: readonly WorkspaceRevision[]): Promise<void> {
    try {
      await this.database.system((tx) => this.catchUps.hear(tx, owner, news));
      for (const { workspaceId, revision } of news) this.recorded.get(owner)?.set(workspaceId, revision);
    } catch (error) {
      this.logger.error('What an owner said cannot be recorded; the next heartbeat says it again', error);
    }
  }
}

/** What is not JSON is no heartbeat. */
function parseJson(message: Msg): unknown {
  try {
    return message.json();
  } catch {
    return undefined;
  }
}
