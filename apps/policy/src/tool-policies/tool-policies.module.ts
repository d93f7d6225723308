import { Module } from '@nestjs/common';
import { AwaitIntegration } from '../integrations/await-integration.use-case.js';
import { StoresModule } from '../stores.module.js';
import { AwaitDiscovery } from './await-discovery.use-case.js';
import { CatalogueClient } from './catalogue.client.js';
import { CountTools } from './count-tools.use-case.js';
import { DiscoveryCompletedConsumer } from './discovery-completed.consumer.js';
import { ForgottenSweeper } from './forgotten.sweeper.js';
import { GetToolReview } from './get-tool-review.use-case.js';
import { ListTools } from './list-tools.use-case.js';
import { MergeDiscovery } from './merge-discovery.use-case.js';
import { MergeNewestSnapshot } from './merge-newest-snapshot.use-case.js';
import { PruneTools } from './prune-tools.use-case.js';
import { ToolCountsResponder } from './tool-counts.responder.js';
import { ToolPoliciesResponder } from './tool-policies.responder.js';
import { RecordToolPolicies } from './record-tool-policies.use-case.js';
import { UpdateBasisRepository } from './update-basis.repository.js';
import { UpdateToolPolicies } from './update-tool-policies.use-case.js';

@Module({
  imports: [StoresModule],
  controllers: [ToolPoliciesResponder, ToolCountsResponder],
  providers: [
    AwaitDiscovery,
    AwaitIntegration,
    CatalogueClient,
    CountTools,
    DiscoveryCompletedConsumer,
    ForgottenSweeper,
    GetToolReview,
    ListTools,
    MergeDiscovery,
    MergeNewestSnapshot,
    PruneTools,
    RecordToolPolicies,
    UpdateBasisRepository,
    UpdateToolPolicies,
  ],
  exports: [MergeNewestSnapshot, RecordToolPolicies],
})
export class ToolPoliciesModule {}
