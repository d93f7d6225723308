import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { DomainError, type RequestContract } from '@countersign/contracts';
import { Logger } from '@nestjs/common';
import {
  type CustomTransportStrategy,
  type MessageHandler,
  NatsContext,
  Server,
  Transport,
} from '@nestjs/microservices';
import type { Msg, Subscription } from '@nats-io/transport-node';
import { lastValueFrom } from 'rxjs';
import { type Bus, connectBus } from '../bus/bus.js';
import { toBusOptions, type ServiceBusOptions } from '../bus/service-bus-options.js';
import { REQUEST_BYTES_MAX, REQUESTS_IN_FLIGHT_MAX, RESPONDER_DRAIN_MS_MAX } from '../limits.js';
import { OverloadedError } from '../messaging.errors.js';
import { inboxPrefixOf, REQUEST_ID_HEADER } from '../names.js';
import { withRequestId } from '../request-context.js';
import { CONTRACT_EXTRA } from './responds.js';
import { decode, encode, toWireError, type WireReply } from './wire.js';

type AnyRequest = RequestContract<object, object>;

/**
 * Nest's transport for requests over core NATS, in place of its `ServerNats`, which answers nothing to malformed JSON,
 * runs the handler of a request that nobody waits for, and closes after a fixed time whether work is in flight or not.
 */
export class BusServer extends Server implements CustomTransportStrategy {
  override transportId = Transport.NATS;
  protected override readonly logger = new Logger(BusServer.name);
  private bus: Bus | undefined;
  private subscriptions: Subscription[] = [];
  private readonly inFlight = new Set<Promise<void>>();

  constructor(private readonly options: ServiceBusOptions) {
    super();
  }

  async listen(callback: (error?: unknown) => void): Promise<void> {
    try {
      this.bus = await connectBus(toBusOptions(this.options, 'responder'));
      this.subscriptions = [...this.messageHandlers].map(([subject, handler]) => this.subscribe(subject, handler));
      await this.bus.connection.flush();
      this.assertSubscribed();
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Takes no more requests, answers those that were taken, closes. */
  async close(): Promise<void> {
    const bus = this.bus;
    if (!bus) return;
    this.bus = undefined;
    // Draining waits for the server's word; without a connection there is none, and nothing new can arrive either.
    const open = bus.isConnected() ? this.subscriptions.filter((subscription) => !subscription.isClosed()) : [];
    await Promise.all(open.map((subscription) => subscription.drain()));
    await this.settled();
    await bus.close();
  }

  unwrap<T>(): T {
    return this.bus?.connection as T;
  }

  /** Nest's event listeners; the connection reports its state in the log. */
  on(): void {
    this.logger.warn('bus servers have no events');
  }

  private subscribe(subject: string, handler: MessageHandler): Subscription {
    const contract = contractOf(handler);
    if (contract?.subject !== subject) throw new Error(`${subject} is answered without @Responds`);
    const connection = this.bus?.connection;
    if (!connection) throw new Error('not connected');
    return connection.subscribe(subject, {
      queue: this.options.service,
      callback: (error, message) => {
        if (error) this.logger.error(`subscription to ${subject} failed: ${error.message}`);
        else this.receive(contract, handler, message);
      },
    });
  }

  private receive(contract: AnyRequest, handler: MessageHandler, message: Msg): void {
    const reason = reasonToIgnore(contract, message);
    if (reason) {
      this.logger.warn(`ignored a message on ${contract.subject}: ${reason}`);
      return;
    }
    const requestId = message.headers?.get(REQUEST_ID_HEADER) || randomUUID();
    const work = withRequestId(requestId, () => this.answer(contract, handler, message))
      .catch((error: unknown) => this.logger.error('reply not sent', { err: error, subject: contract.subject }))
      .finally(() => this.inFlight.delete(work));
    this.inFlight.add(work);
  }

  private async answer(contract: AnyRequest, handler: MessageHandler, message: Msg): Promise<void> {
    try {
      if (this.inFlight.size >= REQUESTS_IN_FLIGHT_MAX) throw new OverloadedError();
      const context = new NatsContext([message.subject, message.headers]);
      const output$ = this.transformToObservable(await handler(decode(message.data), context));
      this.reply(message, { ok: true, data: (await lastValueFrom(output$)) ?? {} });
    } catch (error) {
      if (!(error instanceof DomainError)) {
        this.logger.error('request failed', { err: error, subject: contract.subject });
      }
      this.reply(message, { ok: false, error: toWireError(error) });
    }
  }

  private reply(message: Msg, reply: WireReply): void {
    message.respond(encode(message.subject, reply, REQUEST_BYTES_MAX));
  }

  /** The server's refusal of a subscription comes before its answer to the flush. */
  private assertSubscribed(): void {
    const refused = this.subscriptions.filter((subscription) => subscription.isClosed());
    if (refused.length === 0) return;
    throw new Error(
      `the bus refuses to let ${this.options.service} answer: ${refused.map((s) => s.getSubject()).join(', ')}`,
    );
  }

  private async settled(): Promise<void> {
    const timer = new AbortController();
    const timeout = delay(RESPONDER_DRAIN_MS_MAX, undefined, { signal: timer.signal }).catch(() => undefined);
    await Promise.race([Promise.all(this.inFlight), timeout]);
    timer.abort();
  }
}

function contractOf(handler: MessageHandler): AnyRequest | undefined {
  return handler.extras?.[CONTRACT_EXTRA] as AnyRequest | undefined;
}

/**
 * A reply is published with our permissions to a subject that the sender chose. So it must be the inbox of a service that
 * may ask: otherwise a request could make this service write to a stream, or to NATS' own API, on somebody else's behalf.
 * A subject that differs comes from a consumer whose deliver subject was pointed here.
 */
function reasonToIgnore(contract: AnyRequest, message: Msg): string | undefined {
  if (message.subject !== contract.subject) return `it was published as ${message.subject}`;
  const reply = message.reply;
  if (!reply) return 'it has no reply subject';
  const isAllowed = contract.requesters.some((service) => reply.startsWith(`${inboxPrefixOf(service)}.`));
  return isAllowed ? undefined : `its reply subject ${reply} is not the inbox of a requester`;
}
