import { Module } from '@nestjs/common';
import { IdentityChangesModule } from '../identity-changes/identity-changes.module.js';
import { IntegrationsModule } from '../integrations/integrations.module.js';
import { StoresModule } from '../stores.module.js';
import { ToolPoliciesModule } from '../tool-policies/tool-policies.module.js';
import { CatchUpSweeper } from './catch-up.sweeper.js';
import { CatchUpWithRegistry } from './catch-up-with-registry.use-case.js';
import { IntegrationStatesClient } from './integration-states.client.js';
import { MakeUpFor } from './make-up-for.use-case.js';
import { OwnerHeartbeats } from './owner-heartbeats.host.js';

@Module({
  imports: [StoresModule, IdentityChangesModule, IntegrationsModule, ToolPoliciesModule],
  providers: [CatchUpSweeper, CatchUpWithRegistry, IntegrationStatesClient, MakeUpFor, OwnerHeartbeats],
})
export class CatchUpsModule {}
