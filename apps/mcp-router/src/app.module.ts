import { type DynamicModule, Module } from '@nestjs/common';
import { Database, DatabaseModule } from '@countersign/database';
import { Bus, MessagingModule } from '@countersign/messaging';
import { ReadinessRegistry } from '@countersign/service';
import { KeyRing } from '@countersign/tokens';
import { CallersModule } from './callers/callers.module.js';
import { CallsModule } from './calls/calls.module.js';
import type { RouterConfig } from './config.js';
import { CopiesModule } from './copies/copies.module.js';
import { KeysModule } from './keys/keys.module.js';
import { McpEndpointModule } from './mcp-endpoint/mcp-endpoint.module.js';
import { OffersModule } from './offers/offers.module.js';
import { RetentionModule } from './retention/retention.module.js';
import { StatisticsModule } from './statistics/statistics.module.js';
import { UpstreamModule } from './upstream/upstream.module.js';

@Module({})
export class AppModule {
  constructor(readiness: ReadinessRegistry, database: Database, bus: Bus) {
    readiness.register('database', async () => {
      await database.check();
      return true;
    });
    readiness.register('bus', () => bus.isConnected() || 'not connected');
  }

  static forRoot({ bus, database, egress, keys, mcp, rates, retention, slots }: RouterConfig): DynamicModule {
    const rings = { gateway: new KeyRing(keys.gateway), policy: new KeyRing(keys.policy) };
    const calls = CallsModule.forRoot(rings.policy, slots);
    return {
      module: AppModule,
      imports: [
        MessagingModule.forRoot(bus),
        DatabaseModule.forRoot({
          service: bus.service,
          app: { url: database.appUrl },
          system: { url: database.systemUrl },
          entities: [],
        }),
        CopiesModule,
        KeysModule.forRoot(rings, keys.files),
        CallersModule.forRoot(rings.gateway, rates),
        UpstreamModule.forRoot({ ...egress, sealingPrivateKeyPem: keys.sealingPrivateKeyPem }),
        OffersModule,
        RetentionModule.forRoot(retention),
        StatisticsModule,
        calls,
        McpEndpointModule.forRoot(mcp, keys.sealingPrivateKeyPem, calls),
      ],
    };
  }
}
