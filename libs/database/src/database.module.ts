import { Inject, Injectable, Module } from '@nestjs/common';
import type { DynamicModule, OnApplicationShutdown, Provider } from '@nestjs/common';
import { Database } from './database.js';
import { Inbox } from './inbox.js';
import { openDatabase } from './open-database.js';
import type { DatabaseOptions } from './open-database.js';
import { Outbox } from './outbox.js';
import { OutboxRelay } from './outbox-relay.js';
import { OUTBOX_PUBLISHER } from './outbox-row.js';
import type { OutboxPublisher } from './outbox-row.js';

export interface DatabaseModuleOptions extends DatabaseOptions {
  /** How the relay reaches the bus; must provide `OUTBOX_PUBLISHER`. */
  readonly publisher: Provider<OutboxPublisher>;
}

/** Closes the pools in the last phase of a shutdown, after consumers and the relay have finished. */
@Injectable()
class DatabaseCloser implements OnApplicationShutdown {
  constructor(@Inject(Database) private readonly database: Database) {}

  async onApplicationShutdown(): Promise<void> {
    await this.database.close();
  }
}

@Module({})
export class DatabaseModule {
  static forRoot(options: DatabaseModuleOptions): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        options.publisher,
        { provide: Database, useFactory: () => openDatabase(options) },
        Outbox,
        { provide: Inbox, useFactory: (database: Database) => new Inbox(database), inject: [Database] },
        {
          provide: OutboxRelay,
          useFactory: (database: Database, publish: OutboxPublisher) => new OutboxRelay(database, publish),
          inject: [Database, OUTBOX_PUBLISHER],
        },
        DatabaseCloser,
      ],
      exports: [Database, Outbox, Inbox, OutboxRelay],
    };
  }
}
