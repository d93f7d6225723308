import type { EventEnvelope } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Injectable, Module, type OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { jetstreamManager } from '@nats-io/jetstream';
import { Bus } from './bus/bus.js';
import { Consumes, type EventConsumer } from './events/consumes.js';
import { publishEvent } from './events/publish-event.js';
import { TestBus } from './fixtures/test-bus.fixture-spec.js';
import { aToolsCounted, forgetTools, type ToolsCounted, toolsCounted } from './fixtures/test-contracts.fixture-spec.js';
import { MessagingModule } from './messaging.module.js';
import { BOOTSTRAP_USER, durableOf } from './names.js';
import { busMicroservice } from './requests/bus-microservice.js';
import { RequestClient } from './requests/request.client.js';
import { Responder, Responds } from './requests/responds.js';

@Injectable()
class Ledger implements OnApplicationShutdown {
  readonly entries: string[] = [];
  readonly release = Promise.withResolvers<void>();

  onApplicationShutdown(): void {
    this.entries.push('closed');
  }
}

@Consumes(toolsCounted)
class ToolsCountedConsumer implements EventConsumer<ToolsCounted> {
  constructor(private readonly ledger: Ledger) {}

  async handle({ data }: EventEnvelope<ToolsCounted>): Promise<void> {
    this.ledger.entries.push(`begun ${data.count}`);
    await this.ledger.release.promise;
    this.ledger.entries.push(`done ${data.count}`);
  }
}

@Responder()
class ToolsResponder {
  constructor(private readonly ledger: Ledger) {}

  @Responds(forgetTools)
  forget(): { count: number } {
    return { count: this.ledger.entries.length };
  }
}

@Consumes(toolsCounted)
class SecondConsumer implements EventConsumer<ToolsCounted> {
  handle(): Promise<void> {
    return Promise.resolve();
  }
}

describe('MessagingModule', () => {
  let testBus: TestBus;
  let policy: Bus;

  beforeAll(async () => {
    testBus = await TestBus.start();
    policy = await testBus.connect('policy');
  });
  afterAll(() => testBus.stop());

  function moduleWith(providers: (new (...dependencies: never[]) => object)[]) {
    @Module({
      imports: [MessagingModule.forRoot(testBus.optionsOf('mcp-router'))],
      controllers: [ToolsResponder],
      providers: [Ledger, ...providers],
    })
    class TestModule {}
    return TestModule;
  }

  it('runs responders and consumers, and lets them finish before anything they use is closed', async () => {
    const app = await NestFactory.createApplicationContext(moduleWith([ToolsCountedConsumer]), { logger: false });
    const ledger = app.get(Ledger);
    await publishEvent(policy.jetstream, toolsCounted, aToolsCounted(7), 'm');
    await eventually(() => expect(ledger.entries).toEqual(['begun 7']));
    const closed = app.close();
    ledger.release.resolve();
    await closed;
    expect(ledger.entries).toEqual(['begun 7', 'done 7', 'closed']);
    expect(app.get(Bus).connection.isClosed()).toBe(true);
    const manager = await jetstreamManager((await testBus.connect(BOOTSTRAP_USER)).connection);
    const info = await manager.consumers.info('POLICY', durableOf('mcp-router', toolsCounted));
    expect([info.num_pending, info.num_ack_pending]).toEqual([0, 0]);
  });

  it('provides a client, and answers beside HTTP in one application', async () => {
    const app = await NestFactory.create(moduleWith([ToolsCountedConsumer]), { logger: false });
    app.connectMicroservice(busMicroservice(testBus.optionsOf('mcp-router')));
    await app.init();
    await app.startAllMicroservices();
    expect(app.get(RequestClient)).toBeInstanceOf(RequestClient);
    const client = new RequestClient(policy);
    await expect(client.ask(forgetTools, { integration: 'i' })).resolves.toEqual({ count: 0 });
    app.get(Ledger).release.resolve();
    await app.close();
  });

  it('does not start with two consumers of one event', async () => {
    const both = moduleWith([ToolsCountedConsumer, SecondConsumer]);
    const starting = NestFactory.createApplicationContext(both, { logger: false, abortOnError: false });
    await expect(starting).rejects.toThrow('policy.tools.counted.v1 has two consumers');
  });

  it('does not start without a bus', async () => {
    const nats = { url: 'nats://127.0.0.1:1', user: 'mcp-router', password: 'a-password-of-24-letters' };
    const forRoot = MessagingModule.forRoot({ service: 'mcp-router', nats });
    const starting = NestFactory.createApplicationContext(forRoot, { logger: false, abortOnError: false });
    await expect(starting).rejects.toThrow(/refused/i);
  });
});
