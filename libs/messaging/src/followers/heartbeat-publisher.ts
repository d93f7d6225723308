import { Logger } from '@nestjs/common';
import type { Bus } from '../bus/bus.js';
import { HEARTBEAT_INTERVAL_MS } from '../limits.js';
import { toHeartbeats, type WorkspaceRevision } from './heartbeat.js';

export interface HeartbeatPublisherOptions {
  readonly bus: Bus;
  readonly subject: string;
  /** Of every workspace, as committed. */
  revisions(): Promise<readonly WorkspaceRevision[]>;
  readonly intervalMs?: number;
}

/**
 * Tells followers, once a second, that the owner is alive and how far it is. When the revisions cannot be read it says
 * nothing: followers then stop trusting their copies, as they should.
 */
export class HeartbeatPublisher {
  private readonly logger = new Logger(HeartbeatPublisher.name);
  private timer: NodeJS.Timeout | undefined;
  private beating: Promise<void> | undefined;

  constructor(private readonly options: HeartbeatPublisherOptions) {}

  start(): void {
    if (this.timer) return;
    this.timer = setInterval(() => this.tick(), this.options.intervalMs ?? HEARTBEAT_INTERVAL_MS);
    this.tick();
  }

  async stop(): Promise<void> {
    clearInterval(this.timer);
    this.timer = undefined;
    await this.beating;
  }

  /** One at a time: a slow database must not collect queries. */
  private tick(): void {
    this.beating ??= this.beat().finally(() => {
      this.beating = undefined;
    });
  }

  private async beat(): Promise<void> {
    try {
      const heartbeats = toHeartbeats(await this.options.revisions());
      // Buffered while disconnected, it would come out later as if it were fresh.
      if (!this.options.bus.isConnected()) return;
      for (const heartbeat of heartbeats) {
        this.options.bus.connection.publish(this.options.subject, JSON.stringify(heartbeat));
      }
    } catch (error) {
      this.logger.error('no heartbeat', { err: error, subject: this.options.subject });
    }
  }
}
