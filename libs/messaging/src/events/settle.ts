import { InvalidInputError } from '@countersign/contracts';
import type { JsMsg } from '@nats-io/jetstream';
import { PermanentError } from '../messaging.errors.js';
import { toWireError, type WireError } from '../requests/wire.js';
import type { DeadLetterState } from './dead-letter.js';

export interface SettleOptions {
  readonly deliveriesMax: number;
  backoffMs(attempt: number): number;
  /** Must not throw: a record that cannot be written must not keep the message from being handled. */
  record(message: JsMsg, state: DeadLetterState, error?: WireError): Promise<void>;
  failed(message: JsMsg, error: unknown, outcome: Exclude<Outcome, 'acked'>): void;
}

export type Outcome = 'acked' | 'retried' | 'given_up';

/** The one place that decides what happens to a message. */
export async function settle(message: JsMsg, handle: () => Promise<void>, options: SettleOptions): Promise<Outcome> {
  const isLast = message.info.deliveryCount >= options.deliveriesMax;
  if (isLast) await options.record(message, 'last_delivery');
  try {
    await handle();
  } catch (error) {
    return fail(message, error, isLast, options);
  }
  if (isLast) await options.record(message, 'handled');
  message.ack();
  return 'acked';
}

async function fail(message: JsMsg, error: unknown, isLast: boolean, options: SettleOptions): Promise<Outcome> {
  if (!isLast && !isPermanent(error)) {
    message.nak(options.backoffMs(message.info.deliveryCount));
    options.failed(message, error, 'retried');
    return 'retried';
  }
  await options.record(message, 'given_up', toWireError(error));
  message.term();
  options.failed(message, error, 'given_up');
  return 'given_up';
}

/** A message that does not fit its contract will not fit it the next time either. */
export function isPermanent(error: unknown): boolean {
  return error instanceof PermanentError || error instanceof InvalidInputError;
}
