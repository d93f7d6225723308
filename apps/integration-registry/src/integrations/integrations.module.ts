import { Module } from '@nestjs/common';
import { ToolCatalogueModule } from '../tool-catalogue/tool-catalogue.module.js';
import { RecordDiscovery } from '../discovery/record-discovery.use-case.js';
import { AskServer } from './ask-server.use-case.js';
import { IntegrationChangesResponder } from './integration-changes.responder.js';
import { IntegrationChecksResponder } from './integration-checks.responder.js';
import { IntegrationJournal } from './integration-journal.repository.js';
import { IntegrationRecordsModule } from './integration-records.module.js';
import { IntegrationViews } from './integration-views.repository.js';
import { IntegrationsResponder } from './integrations.responder.js';
import { KeepConnection } from './keep-connection.use-case.js';
import { MoveConnection } from './move-connection.use-case.js';
import { PlannedCredentialsReader } from './planned-credentials.repository.js';
import { RegisterIntegration } from './register-integration.use-case.js';
import { RemoveIntegration } from './remove-integration.use-case.js';
import { StoredAddresses } from './stored-address.repository.js';
import { TestIntegration } from './test-integration.use-case.js';
import { TryConnection } from './try-connection.use-case.js';
import { UpdateIntegration } from './update-integration.use-case.js';
import { VerificationLeaseRepository } from '../discovery/verification-lease.repository.js';
import { VerificationTurns } from '../discovery/verification-turns.host.js';
import { VerifyIntegration } from './verify-integration.use-case.js';

@Module({
  imports: [IntegrationRecordsModule, ToolCatalogueModule],
  controllers: [IntegrationChangesResponder, IntegrationChecksResponder, IntegrationsResponder],
  providers: [
    AskServer,
    IntegrationJournal,
    IntegrationViews,
    KeepConnection,
    MoveConnection,
    PlannedCredentialsReader,
    RecordDiscovery,
    RegisterIntegration,
    RemoveIntegration,
    StoredAddresses,
    TestIntegration,
    TryConnection,
    UpdateIntegration,
    VerificationLeaseRepository,
    VerificationTurns,
    VerifyIntegration,
  ],
  exports: [IntegrationViews, StoredAddresses, VerifyIntegration],
})
export class IntegrationsModule {}
