import { gatewayHeartbeat } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Bus, HeartbeatPublisher } from '@countersign/messaging';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { IdentityChangeRepository } from './identity-change.repository.js';

/** Routers that do not hear it stop trusting their copies of revocations. */
@Injectable()
export class IdentityHeartbeatHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly publisher: HeartbeatPublisher;

  constructor(bus: Bus, database: Database, changes: IdentityChangeRepository) {
    this.publisher = new HeartbeatPublisher({
      bus,
      subject: gatewayHeartbeat.subject,
      revisions: () => database.system((tx) => changes.revisions(tx)),
    });
  }

  onApplicationBootstrap(): void {
    this.publisher.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.publisher.stop();
  }
}
