import { Inject, Injectable, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationBootstrap, OnApplicationShutdown, Provider } from '@nestjs/common';
import { Bus } from '@countersign/messaging';
import { busPublisher } from './bus-publisher.js';
import { Database } from './database.js';
import { Inbox } from './inbox.js';
import { openDatabase } from './open-database.js';
import type { DatabaseOptions } from './open-database.js';
import { Outbox } from './outbox.js';
import { OutboxRelay } from './outbox-relay.js';
import { OUTBOX_PUBLISHER } from './outbox-row.js';
import type { OutboxPublisher } from './outbox-row.js';
import { RetentionSweeper } from './retention.sweeper.js';

export interface DatabaseModuleOptions extends DatabaseOptions {
  /** Provides `OUTBOX_PUBLISHER`; the default publishes through the `Bus` of the messaging module. */
  readonly publisher?: Provider<OutboxPublisher>;
}

const BUS_PUBLISHER: Provider<OutboxPublisher> = {
  provide: OUTBOX_PUBLISHER,
  inject: [Bus],
  useFactory: busPublisher,
};

/** Ends in the last phase of a shutdown: consumers and requests that are finishing still write. */
@Injectable()
class DatabaseLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(OutboxRelay) private readonly relay: OutboxRelay,
    @Inject(RetentionSweeper) private readonly sweeper: RetentionSweeper,
  ) {}

  onApplicationBootstrap(): void {
    this.relay.start();
    this.sweeper.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.relay.stop(), this.sweeper.stop()]);
    await this.database.close();
  }
}

/** Provides `Database`, `Outbox`, `Inbox` and `OutboxRelay` everywhere, and runs the relay and the retention sweep. */
@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        options.publisher ?? BUS_PUBLISHER,
        { provide: Database, useFactory: () => openDatabase(options) },
        Outbox,
        { provide: Inbox, inject: [Database], useFactory: (database: Database) => new Inbox(database) },
        {
          provide: OutboxRelay,
          inject: [Database, OUTBOX_PUBLISHER],
          useFactory: (database: Database, publish: OutboxPublisher) => new OutboxRelay(database, publish),
        },
        {
          provide: RetentionSweeper,
          inject: [Database],
          useFactory: (database: Database) => new RetentionSweeper(database),
        },
        DatabaseLifecycle,
      ],
      exports: [Database, Outbox, Inbox, OutboxRelay],
    };
  }
}
