import { createEgress } from '@countersign/egress';
import { type DynamicModule, Module } from '@nestjs/common';
import type { RegistryConfig } from '../config.js';
import { IntegrationRecordsModule } from '../integrations/integration-records.module.js';
import { AuthorizationDiscovery } from './authorization-discovery.client.js';
import { AuthorizationServerClient } from './authorization-server.client.js';
import { FreshenGrant } from './freshen-grant.use-case.js';
import { GrantJournal } from './grant-journal.repository.js';
import { GrantStore } from './grant-store.repository.js';
import { KeepAuthorization } from './keep-authorization.use-case.js';
import { NoteMissingScopes } from './note-missing-scopes.use-case.js';
import { OAuthClientRepository } from './oauth-client.repository.js';
import { OAuthGrantRepository } from './oauth-grant.repository.js';
import { OAuthSettingsRepository } from './oauth-settings.repository.js';
import { OAuthVault } from './oauth-vault.client.js';
import { PendingAuthorizationRepository } from './pending-authorization.repository.js';
import { PrepareAuthorization } from './prepare-authorization.use-case.js';
import { RenewGrant } from './renew-grant.use-case.js';
import { RevokeGrant } from './revoke-grant.use-case.js';
import { SettingsStore } from './settings-store.repository.js';
import { TokenEndpointClient } from './token-endpoint.client.js';

const SHARED = [
  AuthorizationDiscovery,
  FreshenGrant,
  GrantJournal,
  GrantStore,
  KeepAuthorization,
  OAuthClientRepository,
  OAuthGrantRepository,
  OAuthSettingsRepository,
  PendingAuthorizationRepository,
  PrepareAuthorization,
  RevokeGrant,
  SettingsStore,
  TokenEndpointClient,
];

/** Grants: how they are kept, renewed and used. What people do with them is in AuthorizationsModule. */
@Module({})
export class OAuthModule {
  static forRoot({ allow }: RegistryConfig['egress'], { wrapper }: RegistryConfig['keys']): DynamicModule {
    const servers = new AuthorizationServerClient(createEgress({ allow }));
    return {
      module: OAuthModule,
      global: true,
      imports: [IntegrationRecordsModule],
      providers: [
        ...SHARED,
        NoteMissingScopes,
        RenewGrant,
        { provide: AuthorizationServerClient, useFactory: () => servers },
        { provide: OAuthVault, useFactory: () => new OAuthVault(wrapper) },
      ],
      exports: [...SHARED, AuthorizationServerClient, OAuthVault],
    };
  }
}
