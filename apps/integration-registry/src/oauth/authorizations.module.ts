import { Module } from '@nestjs/common';
import { IntegrationRecordsModule } from '../integrations/integration-records.module.js';
import { IntegrationsModule } from '../integrations/integrations.module.js';
import { AuthorizationContexts } from './authorization-context.repository.js';
import { AuthorizationsResponder } from './authorizations.responder.js';
import { ClientRegistrationClient } from './client-registration.client.js';
import { CompleteAuthorization } from './complete-authorization.use-case.js';
import { EndAuthorization } from './end-authorization.use-case.js';
import { FindClient } from './find-client.use-case.js';
import { GrantKeeper } from './grant-keeper.repository.js';
import { PendingStore } from './pending-store.repository.js';
import { StartAuthorization } from './start-authorization.use-case.js';

@Module({
  imports: [IntegrationRecordsModule, IntegrationsModule],
  controllers: [AuthorizationsResponder],
  providers: [
    AuthorizationContexts,
    ClientRegistrationClient,
    CompleteAuthorization,
    EndAuthorization,
    FindClient,
    GrantKeeper,
    PendingStore,
    StartAuthorization,
  ],
})
export class AuthorizationsModule {}
