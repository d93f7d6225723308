import { Module } from '@nestjs/common';
import { IntegrationRecordsModule } from '../integrations/integration-records.module.js';
import { CatalogueChangeRepository } from './catalogue-change.repository.js';
import { CatalogueHeartbeat } from './catalogue-heartbeat.host.js';
import { CatalogueResponder } from './catalogue.responder.js';
import { RecordDrift } from './drift/record-drift.use-case.js';
import { ToolChangeRepository } from './drift/tool-change.repository.js';
import { ToolChangesResponder } from './drift/tool-changes.responder.js';
import { EraseCatalogue } from './erase-catalogue.use-case.js';
import { IntegrationStateRepository } from './integration-state.repository.js';
import { IntegrationStatesResponder } from './integration-states.responder.js';
import { StoreSnapshot } from './store-snapshot.use-case.js';
import { ToolRepository } from './tool.repository.js';
import { WorkspaceRevisionRepository } from './workspace-revision.repository.js';

@Module({
  imports: [IntegrationRecordsModule],
  controllers: [CatalogueResponder, IntegrationStatesResponder, ToolChangesResponder],
  providers: [
    CatalogueChangeRepository,
    CatalogueHeartbeat,
    EraseCatalogue,
    IntegrationStateRepository,
    RecordDrift,
    StoreSnapshot,
    ToolChangeRepository,
    ToolRepository,
    WorkspaceRevisionRepository,
  ],
  exports: [EraseCatalogue, StoreSnapshot, ToolRepository, WorkspaceRevisionRepository],
})
export class ToolCatalogueModule {}
