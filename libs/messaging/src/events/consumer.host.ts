import type { EventContract, ServiceName } from '@countersign/contracts';
import { Logger } from '@nestjs/common';
import type { Consumer, JsMsg } from '@nats-io/jetstream';
import type { Bus } from '../bus/bus.js';
import { ACK_WAIT_MS, DELIVERIES_MAX, HANDLERS_AT_ONCE } from '../limits.js';
import { durableOf, streamOf } from '../names.js';
import type { WireError } from '../requests/wire.js';
import { withRequestId } from '../request-context.js';
import { backoffMs } from './backoff.js';
import type { EventConsumer } from './consumes.js';
import { type DeadLetterState, publishDeadLetter, toDeadLetter } from './dead-letter.js';
import { readEnvelope } from './envelope.js';
import { EventPump } from './event-pump.js';
import { settle, type SettleOptions } from './settle.js';
import { keepWorking } from './keep-working.js';

export interface ConsumerHostOptions {
  readonly bus: Bus;
  readonly service: ServiceName;
  readonly handlersAtOnce?: number;
  /** Delay before the next delivery of a message that failed `attempt` times. */
  readonly backoffMs?: (attempt: number) => number;
}

/** Runs a service's event consumers: pull, validate, handle, settle. */
export class ConsumerHost {
  private readonly logger = new Logger(ConsumerHost.name);
  private readonly pumps: EventPump[] = [];

  constructor(private readonly options: ConsumerHostOptions) {}

  add<P extends object>(contract: EventContract<P>, consumer: EventConsumer<P>): void {
    const { service, bus } = this.options;
    if (!contract.workers.includes(service)) throw new Error(`${service} is not a worker of ${contract.subject}`);
    const durable = durableOf(service, contract);
    this.pumps.push(
      new EventPump({
        js: bus.jetstream,
        stream: streamOf(contract.publisher),
        durable,
        handlersAtOnce: this.options.handlersAtOnce ?? HANDLERS_AT_ONCE,
        handle: (message, pulled) => this.receive(contract, consumer, message, pulled),
        failed: (error) => this.logger.error('pulling failed', { err: error, durable }),
      }),
    );
  }

  start(): void {
    for (const pump of this.pumps) pump.start();
  }

  /** Pulls no more, and waits until the handlers at work are done and their messages settled. */
  async stop(): Promise<void> {
    await Promise.all(this.pumps.map((pump) => pump.stop()));
    if (this.options.bus.isConnected()) await this.options.bus.connection.flush();
  }

  private async receive<P extends object>(
    contract: EventContract<P>,
    consumer: EventConsumer<P>,
    message: JsMsg,
    pulled: Consumer,
  ): Promise<void> {
    const { ack_wait: ackWaitNanos, max_deliver: deliveriesMax } = (await pulled.info(true)).config;
    const stopSignals = keepWorking(message, ackWaitNanos ? ackWaitNanos / 1e6 : ACK_WAIT_MS);
    try {
      const handle = () => this.handle(contract, consumer, message);
      await settle(message, handle, this.settleOptions(deliveriesMax ?? DELIVERIES_MAX));
    } catch (error) {
      this.logger.error('settling failed; the message will be delivered again', {
        err: error,
        subject: message.subject,
      });
    } finally {
      stopSignals();
    }
  }

  private async handle<P extends object>(
    contract: EventContract<P>,
    consumer: EventConsumer<P>,
    message: JsMsg,
  ): Promise<void> {
    const event = readEnvelope(contract, message.data);
    await withRequestId(event.id, () => consumer.handle(event));
  }

  private settleOptions(deliveriesMax: number): SettleOptions {
    return {
      deliveriesMax,
      backoffMs: this.options.backoffMs ?? backoffMs,
      record: (message, state, error) => this.record(message, state, error),
      failed: (message, error, outcome) => {
        const { deliveryCount, streamSequence } = message.info;
        const details = { err: error, subject: message.subject, streamSequence, deliveryCount, outcome };
        if (outcome === 'given_up') this.logger.error('event given up', details);
        else this.logger.warn('event failed', details);
      },
    };
  }

  private async record(message: JsMsg, state: DeadLetterState, error?: WireError): Promise<void> {
    try {
      const letter = toDeadLetter(message, state, new Date(), error);
      await publishDeadLetter(this.options.bus.jetstream, this.options.service, letter);
    } catch (cause) {
      this.logger.error('dead letter not written', { err: cause, subject: message.subject, state });
    }
  }
}
