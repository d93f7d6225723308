import { registryHeartbeat } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Bus, HeartbeatPublisher } from '@countersign/messaging';
import { type BeforeApplicationShutdown, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { WorkspaceRevisionRepository } from './workspace-revision.repository.js';

/** Tells the copies of the catalogue, once a second, how far each workspace's is. */
@Injectable()
export class CatalogueHeartbeat implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly publisher: HeartbeatPublisher;

  constructor(bus: Bus, database: Database, revisions: WorkspaceRevisionRepository) {
    this.publisher = new HeartbeatPublisher({
      bus,
      subject: registryHeartbeat.subject,
      revisions: () => database.system((tx) => revisions.listAll(tx)),
    });
  }

  onApplicationBootstrap(): void {
    this.publisher.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.publisher.stop();
  }
}
