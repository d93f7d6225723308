import type { ServiceName } from '@countersign/contracts';
import type { JetStreamClient, JsMsg } from '@nats-io/jetstream';
import { PUBLISH_TIMEOUT_MS } from '../limits.js';
import { DEAD_LETTER_STREAM, deadLetterSubjectOf } from '../names.js';
import { type WireError } from '../requests/wire.js';

/**
 * `last_delivery` is written before the last attempt, since a handler that kills its process never reaches the end of it.
 * Then follows `given_up`, or `handled` when the last attempt did it. The last record of a key tells.
 */
export type DeadLetterState = 'last_delivery' | 'given_up' | 'handled';

export interface DeadLetter {
  /** `<stream>:<sequence>:<durable>`: which delivery this is about. */
  readonly key: string;
  readonly state: DeadLetterState;
  readonly stream: string;
  readonly sequence: number;
  readonly durable: string;
  readonly subject: string;
  readonly deliveries: number;
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly error?: WireError;
}

/** The record points at the message in its stream rather than repeating it. */
export function toDeadLetter(message: JsMsg, state: DeadLetterState, at: Date, error?: WireError): DeadLetter {
  const { stream, consumer: durable, streamSequence: sequence, deliveryCount: deliveries } = message.info;
  const key = `${stream}:${sequence}:${durable}`;
  const { subject } = message;
  return { key, state, stream, sequence, durable, subject, deliveries, at: at.toISOString(), ...(error && { error }) };
}

export async function publishDeadLetter(js: JetStreamClient, service: ServiceName, letter: DeadLetter): Promise<void> {
  await js.publish(deadLetterSubjectOf(service), JSON.stringify(letter), {
    msgID: `${letter.key}:${letter.state}`,
    timeout: PUBLISH_TIMEOUT_MS,
    expect: { streamName: DEAD_LETTER_STREAM },
  });
}
