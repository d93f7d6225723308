import { createEgress } from '@countersign/egress';
import { type DynamicModule, Module } from '@nestjs/common';
import type { RegistryConfig } from '../config.js';
import { DiscoveryAttemptRepository } from './discovery-attempt.repository.js';
import { McpServerClient } from './mcp-server.client.js';

@Module({})
export class DiscoveryModule {
  static forRoot({ allow }: RegistryConfig['egress'], pace: RegistryConfig['discovery']): DynamicModule {
    return {
      module: DiscoveryModule,
      global: true,
      providers: [
        { provide: McpServerClient, useFactory: () => new McpServerClient(createEgress({ allow }), pace) },
        DiscoveryAttemptRepository,
      ],
      exports: [McpServerClient, DiscoveryAttemptRepository],
    };
  }
}
