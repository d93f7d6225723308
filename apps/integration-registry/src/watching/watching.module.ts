import { createEgress } from '@countersign/egress';
import { type DynamicModule, Module } from '@nestjs/common';
import type { RegistryConfig } from '../config.js';
import { IntegrationRecordsModule } from '../integrations/integration-records.module.js';
import { IntegrationsModule } from '../integrations/integrations.module.js';
import { RunCheck } from './run-check.use-case.js';
import { ToolListStreams } from './tool-list-streams.host.js';
import { WatchLeases } from './watch-lease.repository.js';
import { WatchSweeper } from './watch-sweeper.host.js';
import type { WatchSettings } from './watch-settings.js';
import { WatchedServers } from './watched-servers.repository.js';

@Module({})
export class WatchingModule {
  static forRoot({ allow }: RegistryConfig['egress'], settings: WatchSettings): DynamicModule {
    return {
      module: WatchingModule,
      imports: [IntegrationRecordsModule, IntegrationsModule],
      providers: [
        {
          provide: ToolListStreams,
          inject: [WatchedServers, WatchLeases],
          useFactory: (servers: WatchedServers, leases: WatchLeases) =>
            new ToolListStreams(createEgress({ allow }), servers, leases, settings),
        },
        RunCheck,
        WatchedServers,
        WatchLeases,
        WatchSweeper,
      ],
    };
  }
}
