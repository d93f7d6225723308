import { Database } from '@countersign/database';
import { type DynamicModule, Module } from '@nestjs/common';
import { CallRetentionRepository } from './call-retention.repository.js';
import { CallRetentionSweeper, type RetentionOptions } from './call-retention.sweeper.js';

@Module({})
export class RetentionModule {
  static forRoot(options: RetentionOptions): DynamicModule {
    const sweeper = {
      provide: CallRetentionSweeper,
      inject: [Database, CallRetentionRepository],
      useFactory: (database: Database, calls: CallRetentionRepository) =>
        new CallRetentionSweeper(database, calls, options),
    };
    return { module: RetentionModule, providers: [CallRetentionRepository, sweeper] };
  }
}
