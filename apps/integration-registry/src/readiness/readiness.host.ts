import { Database } from '@countersign/database';
import { Bus } from '@countersign/messaging';
import { ReadinessRegistry } from '@countersign/service';
import { Injectable, type OnModuleInit } from '@nestjs/common';

/** Without its database or the bus a replica can answer nothing. */
@Injectable()
export class Readiness implements OnModuleInit {
  constructor(
    private readonly registry: ReadinessRegistry,
    private readonly database: Database,
    private readonly bus: Bus,
  ) {}

  onModuleInit(): void {
    this.registry.register('database', async () => {
      await this.database.system((tx) => tx.query('select 1'));
      return true;
    });
    this.registry.register('bus', () => this.bus.isConnected() || 'not connected');
  }
}
