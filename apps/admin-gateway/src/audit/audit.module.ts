import { Module } from '@nestjs/common';
import { FeedRecorderModule } from '../live-feed/feed-recorder.module.js';
import { AgentChangedConsumer } from './agent-changed.consumer.js';
import { AuditCatchUpRepository } from './audit-catch-up.repository.js';
import { AuditCatchUpSweeper } from './audit-catch-up.sweeper.js';
import { AuditRepository } from './audit.repository.js';
import { AuthorizationChangedConsumer } from './authorization-changed.consumer.js';
import { CatchUpWithPolicy } from './catch-up-with-policy.use-case.js';
import { DiscoveryCompletedConsumer } from './discovery-completed.consumer.js';
import { DiscoveryFailedConsumer } from './discovery-failed.consumer.js';
import { IntegrationRegisteredConsumer } from './integration-registered.consumer.js';
import { IntegrationRemovedConsumer } from './integration-removed.consumer.js';
import { IntegrationUpdatedConsumer } from './integration-updated.consumer.js';
import { PolicyAuditedConsumer } from './policy-audited.consumer.js';
import { RecordEvent } from './record-event.use-case.js';

const CONSUMERS = [
  AgentChangedConsumer,
  IntegrationRegisteredConsumer,
  IntegrationUpdatedConsumer,
  IntegrationRemovedConsumer,
  DiscoveryCompletedConsumer,
  DiscoveryFailedConsumer,
  AuthorizationChangedConsumer,
  PolicyAuditedConsumer,
];

@Module({
  imports: [FeedRecorderModule],
  providers: [
    AuditCatchUpRepository,
    AuditCatchUpSweeper,
    AuditRepository,
    CatchUpWithPolicy,
    RecordEvent,
    ...CONSUMERS,
  ],
  exports: [AuditRepository],
})
export class AuditModule {}
