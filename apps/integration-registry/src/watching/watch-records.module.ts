import { type DynamicModule, Module } from '@nestjs/common';
import { RecordWatch } from './record-watch.use-case.js';
import { WatchRepository } from './watch.repository.js';
import type { WatchSettings } from './watch-settings.js';
import { WATCH_TIMES } from './watch-times.js';

/** What every feature says to the watching: how a discovery went, and that a server is to be left alone. */
@Module({})
export class WatchRecordsModule {
  static forRoot({ times }: WatchSettings): DynamicModule {
    return {
      module: WatchRecordsModule,
      global: true,
      providers: [{ provide: WATCH_TIMES, useValue: times }, RecordWatch, WatchRepository],
      exports: [WATCH_TIMES, RecordWatch, WatchRepository],
    };
  }
}
