import { Database } from '@countersign/database';
import { Bus } from '@countersign/messaging';
import { ReadinessRegistry } from '@countersign/service';
import { Injectable } from '@nestjs/common';
import { WorkspaceRevisionRepository } from './revisions/workspace-revision.repository.js';

/** This process may get work while it reaches its tables and the bus. */
@Injectable()
export class PolicyReadiness {
  constructor(readiness: ReadinessRegistry, database: Database, bus: Bus, revisions: WorkspaceRevisionRepository) {
    readiness.register('bus', () => bus.isConnected() || 'not connected');
    readiness.register('database', async () => {
      await database.system((tx) => revisions.all(tx));
      return true;
    });
  }
}
