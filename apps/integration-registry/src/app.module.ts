import { DatabaseModule } from '@countersign/database';
import { MessagingModule } from '@countersign/messaging';
import { type DynamicModule, Module } from '@nestjs/common';
import type { RegistryConfig } from './config.js';
import { CredentialsModule } from './credentials/credentials.module.js';
import { DiscoveryModule } from './discovery/discovery.module.js';
import { Integration } from './integrations/integration.entity.js';
import { IntegrationsModule } from './integrations/integrations.module.js';
import { AuthorizationsModule } from './oauth/authorizations.module.js';
import { OAuthModule } from './oauth/oauth.module.js';
import { Readiness } from './readiness/readiness.host.js';
import { ToolCatalogueModule } from './tool-catalogue/tool-catalogue.module.js';
import { WatchingModule } from './watching/watching.module.js';
import { WatchRecordsModule } from './watching/watch-records.module.js';

@Module({})
export class AppModule {
  static forRoot({ bus, database, discovery, egress, keys, watching }: RegistryConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [
        MessagingModule.forRoot(bus),
        DatabaseModule.forRoot({
          service: bus.service,
          app: { url: database.appUrl },
          system: { url: database.systemUrl },
          entities: [Integration],
        }),
        CredentialsModule.forRoot(keys),
        OAuthModule.forRoot(egress, keys),
        DiscoveryModule.forRoot(egress, discovery),
        WatchRecordsModule.forRoot(watching),
        ToolCatalogueModule,
        IntegrationsModule,
        AuthorizationsModule,
        WatchingModule.forRoot(egress, watching),
      ],
      providers: [Readiness],
    };
  }
}
