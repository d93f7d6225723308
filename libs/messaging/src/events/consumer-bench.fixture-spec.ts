import type { EventEnvelope } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { expect } from '@jest/globals';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import type { Bus } from '../bus/bus.js';
import { TestBus } from '../fixtures/test-bus.fixture-spec.js';
import { aToolsCounted, type ToolsCounted, toolsCounted } from '../fixtures/test-contracts.fixture-spec.js';
import { BOOTSTRAP_USER, DEAD_LETTER_STREAM, durableOf } from '../names.js';
import { ConsumerHost } from './consumer.host.js';
import type { EventConsumer } from './consumes.js';
import type { DeadLetter } from './dead-letter.js';
import { publishEvent } from './publish-event.js';

export const ACK_WAIT_MS = 900;
export const DELIVERIES_MAX = 3;
export const ROUTER_DURABLE = durableOf('mcp-router', toolsCounted);

type Handle = (event: EventEnvelope<ToolsCounted>, attempt: number) => Promise<void> | void;

export class RecordingConsumer implements EventConsumer<ToolsCounted> {
  readonly events: EventEnvelope<ToolsCounted>[] = [];

  constructor(private readonly react: Handle = () => undefined) {}

  async handle(event: EventEnvelope<ToolsCounted>): Promise<void> {
    this.events.push(event);
    await this.react(event, this.events.filter(({ id }) => id === event.id).length);
  }

  get counts(): number[] {
    return this.events.map(({ data }) => data.count).sort((a, b) => a - b);
  }
}

/** Policy publishes, and any number of router replicas consume. */
export class ConsumerBench {
  private readonly hosts: ConsumerHost[] = [];

  private constructor(
    readonly testBus: TestBus,
    readonly manager: JetStreamManager,
    readonly policy: Bus,
  ) {}

  static async start(): Promise<ConsumerBench> {
    const testBus = await TestBus.start({ ackWaitMs: ACK_WAIT_MS, deliveriesMax: DELIVERIES_MAX });
    const manager = await jetstreamManager((await testBus.connect(BOOTSTRAP_USER)).connection);
    return new ConsumerBench(testBus, manager, await testBus.connect('policy'));
  }

  /** After each test: everything is settled, and nobody consumes any more. */
  async settle(): Promise<void> {
    await eventually(async () => expect(await this.unsettled()).toBe(0));
    await Promise.all(this.hosts.splice(0).map((host) => host.stop()));
  }

  stop(): Promise<void> {
    return this.testBus.stop();
  }

  async startHost(consumer: RecordingConsumer, handlersAtOnce = 4): Promise<{ host: ConsumerHost; bus: Bus }> {
    const bus = await this.testBus.connect('mcp-router');
    const host = new ConsumerHost({ bus, service: 'mcp-router', handlersAtOnce, backoffMs: () => 20 });
    host.add(toolsCounted, consumer);
    host.start();
    this.hosts.push(host);
    return { host, bus };
  }

  async publish(count: number): Promise<EventEnvelope<ToolsCounted>> {
    const event = aToolsCounted(count);
    await publishEvent(this.policy.jetstream, toolsCounted, event, `message of ${event.id}`);
    return event;
  }

  async unsettled(): Promise<number> {
    const info = await this.manager.consumers.info('POLICY', ROUTER_DURABLE);
    return info.num_ack_pending + info.num_pending;
  }

  async deadLettersSince(sequence: number): Promise<DeadLetter[]> {
    const { state } = await this.manager.streams.info(DEAD_LETTER_STREAM);
    const letters: DeadLetter[] = [];
    for (let seq = sequence + 1; seq <= state.last_seq; seq += 1) {
      const message = await this.manager.streams.getMessage(DEAD_LETTER_STREAM, { seq });
      if (message) letters.push(message.json<DeadLetter>());
    }
    return letters;
  }

  async lastDeadLetter(): Promise<number> {
    return (await this.manager.streams.info(DEAD_LETTER_STREAM)).state.last_seq;
  }
}
