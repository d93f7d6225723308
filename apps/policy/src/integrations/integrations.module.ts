import { Module } from '@nestjs/common';
import { StoresModule } from '../stores.module.js';
import { ToolPoliciesModule } from '../tool-policies/tool-policies.module.js';
import { IntegrationRegisteredConsumer } from './integration-registered.consumer.js';
import { IntegrationRemovedConsumer } from './integration-removed.consumer.js';
import { IntegrationUpdatedConsumer } from './integration-updated.consumer.js';
import { IntegrationsResponder } from './integrations.responder.js';
import { MoveConnection } from './move-connection.use-case.js';
import { RegisterIntegration } from './register-integration.use-case.js';
import { RemoveIntegration } from './remove-integration.use-case.js';
import { UpdateIntegrationPolicy } from './update-integration-policy.use-case.js';

@Module({
  imports: [StoresModule, ToolPoliciesModule],
  controllers: [IntegrationsResponder],
  providers: [
    IntegrationRegisteredConsumer,
    IntegrationRemovedConsumer,
    IntegrationUpdatedConsumer,
    MoveConnection,
    RegisterIntegration,
    RemoveIntegration,
    UpdateIntegrationPolicy,
  ],
  exports: [MoveConnection, RegisterIntegration, RemoveIntegration],
})
export class IntegrationsModule {}
