import 'reflect-metadata';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { eventually } from '@countersign/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from './database.js';
import { DatabaseModule } from './database.module.js';
import { Inbox } from './inbox.js';
import { newId } from './new-id.js';
import { Outbox } from './outbox.js';
import { OUTBOX_PUBLISHER } from './outbox-row.js';
import type { OutboxRow } from './outbox-row.js';
import { noteWritten } from './note-written.fixture-spec.js';
import { createSampleSchema } from './sample-schema.fixture-spec.js';
import type { SampleSchema } from './sample-schema.fixture-spec.js';

@Injectable()
class WriteNote {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly inbox: Inbox,
  ) {}

  async execute(workspaceId: string, causeId: string): Promise<boolean> {
    return this.inbox.once('policy__cause', causeId, workspaceId, async (tx) => {
      await this.outbox.add(tx, noteWritten, { workspaceId, aggregateId: 'a', data: { n: 1 } });
    });
  }

  async unpublished(): Promise<number> {
    const rows = await this.database.system((tx) =>
      tx.query<unknown[]>('select 1 from outbox where published_at is null'),
    );
    return rows.length;
  }
}

@Module({ providers: [WriteNote] })
class NotesModule {}

@Module({})
class AppModule {}

describe('DatabaseModule', () => {
  let schema: SampleSchema;
  beforeAll(async () => {
    schema = await createSampleSchema();
  });
  afterAll(() => schema.drop());

  it('gives every module the database, relays what they announce, and closes everything', async () => {
    const published: OutboxRow[] = [];
    const database = DatabaseModule.forRoot({
      service: 'policy',
      app: { url: schema.urls.appUrl },
      system: { url: schema.urls.systemUrl },
      entities: [],
      publisher: {
        provide: OUTBOX_PUBLISHER,
        useValue: (row: OutboxRow) => Promise.resolve(void published.push(row)),
      },
    });
    const app = await NestFactory.createApplicationContext(
      { module: AppModule, imports: [database, NotesModule] },
      { logger: false },
    );
    const [workspaceId, causeId] = [newId(), newId()];
    const useCase = app.get(WriteNote, { strict: false });
    expect(await useCase.execute(workspaceId, causeId)).toBe(true);
    expect(await useCase.execute(workspaceId, causeId)).toBe(false);
    await eventually(async () => expect(await useCase.unpublished()).toBe(0));
    expect(published).toHaveLength(1);
    await app.close();
    await expect(useCase.unpublished()).rejects.toThrow();
  });
});
