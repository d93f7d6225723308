import { Module } from '@nestjs/common';
import { IntegrationRecordsModule } from '../integrations/integration-records.module.js';
import { CatalogueChangeRepository } from './catalogue-change.repository.js';
import { CatalogueHeartbeat } from './catalogue-heartbeat.host.js';
import { CatalogueResponder } from './catalogue.responder.js';
import { IntegrationStateRepository } from './integration-state.repository.js';
import { IntegrationStatesResponder } from './integration-states.responder.js';
import { StoreSnapshot } from './store-snapshot.use-case.js';
import { ToolRepository } from './tool.repository.js';
import { WorkspaceRevisionRepository } from './workspace-revision.repository.js';

@Module({
  imports: [IntegrationRecordsModule],
  controllers: [CatalogueResponder, IntegrationStatesResponder],
  providers: [
    CatalogueChangeRepository,
    CatalogueHeartbeat,
    IntegrationStateRepository,
    StoreSnapshot,
    ToolRepository,
    WorkspaceRevisionRepository,
  ],
  exports: [StoreSnapshot, ToolRepository, WorkspaceRevisionRepository],
})
export class ToolCatalogueModule {}
