import { type DynamicModule, Module } from '@nestjs/common';
import type { RegistryConfig } from '../config.js';
import { IntegrationRecordsModule } from '../integrations/integration-records.module.js';
import { CredentialViews } from './credential-views.repository.js';
import { HeaderVault } from './header-vault.client.js';
import { HeaderStore } from './header-store.repository.js';
import { ResolveCredentials } from './resolve-credentials.use-case.js';
import { StoredHeadersRepository } from './stored-headers.repository.js';
import { UpstreamResponder } from './upstream.responder.js';

@Module({})
export class CredentialsModule {
  static forRoot({ wrapper, routerPublicKeyPem }: RegistryConfig['keys']): DynamicModule {
    return {
      module: CredentialsModule,
      global: true,
      imports: [IntegrationRecordsModule],
      controllers: [UpstreamResponder],
      providers: [
        { provide: HeaderVault, useFactory: () => new HeaderVault(wrapper, routerPublicKeyPem) },
        CredentialViews,
        HeaderStore,
        ResolveCredentials,
        StoredHeadersRepository,
      ],
      exports: [CredentialViews, HeaderVault, HeaderStore, ResolveCredentials, StoredHeadersRepository],
    };
  }
}
