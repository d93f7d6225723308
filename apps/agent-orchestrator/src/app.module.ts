import { type DynamicModule, Module } from '@nestjs/common';
import { Database, DatabaseModule } from '@countersign/database';
import { Bus, MessagingModule } from '@countersign/messaging';
import { ReadinessRegistry } from '@countersign/service';
import { AgentEntity, AgentVersionEntity } from './agents/agent.entity.js';
import { AgentsModule } from './agents/agents.module.js';
import type { Config } from './config.js';
import { ModelModule } from './model/model.module.js';
import { RunEntity, RunEventEntity } from './runs/run.entity.js';
import { RunsModule } from './runs/runs.module.js';

const SERVICE = 'agent-orchestrator';
const ENTITIES = [AgentEntity, AgentVersionEntity, RunEntity, RunEventEntity];

@Module({})
export class AppModule {
  constructor(readiness: ReadinessRegistry, database: Database, bus: Bus) {
    readiness.register('database', async () => {
      await database.check();
      return true;
    });
    readiness.register('bus', () => bus.isConnected() || 'not connected');
  }

  static forRoot(config: Config): DynamicModule {
    const { appUrl, systemUrl } = config.database;
    return {
      module: AppModule,
      imports: [
        MessagingModule.forRoot({ service: SERVICE, nats: config.nats }),
        DatabaseModule.forRoot({
          service: SERVICE,
          app: { url: appUrl },
          system: { url: systemUrl },
          entities: ENTITIES,
        }),
        ModelModule.forRoot(config),
        AgentsModule,
        RunsModule,
      ],
    };
  }
}
