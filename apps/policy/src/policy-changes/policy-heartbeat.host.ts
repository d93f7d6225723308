import { policyHeartbeat } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Bus, HeartbeatPublisher } from '@countersign/messaging';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { WorkspaceRevisionRepository } from '../revisions/workspace-revision.repository.js';

/** Tells the routers, once a second, how far the policies of every workspace are. */
@Injectable()
export class PolicyHeartbeat implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly publisher: HeartbeatPublisher;

  constructor(bus: Bus, database: Database, revisions: WorkspaceRevisionRepository) {
    this.publisher = new HeartbeatPublisher({
      bus,
      subject: policyHeartbeat.subject,
      revisions: () => database.system((tx) => revisions.all(tx)),
    });
  }

  onApplicationBootstrap(): void {
    this.publisher.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.publisher.stop();
  }
}
