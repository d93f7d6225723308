import type { EventContract, EventEnvelope } from '@countersign/contracts';
import type { JetStreamClient, PubAck } from '@nats-io/jetstream';
import { EVENT_BYTES_MAX, PUBLISH_TIMEOUT_MS } from '../limits.js';
import { streamOf } from '../names.js';
import { encode } from '../requests/wire.js';

/**
 * Publishes to the stream of the contract's publisher and waits for its acknowledgement.
 *
 * @param messageId a second publish under the same id within the duplicate window is acknowledged, not stored
 * @throws MessageTooLargeError, or what the client throws when the stream does not acknowledge
 */
export async function publishEvent<P extends object>(
  js: JetStreamClient,
  contract: EventContract<P>,
  envelope: EventEnvelope<P>,
  messageId: string,
): Promise<PubAck> {
  return js.publish(contract.subject, encode(contract.subject, envelope, EVENT_BYTES_MAX), {
    msgID: messageId,
    timeout: PUBLISH_TIMEOUT_MS,
    // A subject that was moved to another stream by mistake would be acknowledged by the wrong one.
    expect: { streamName: streamOf(contract.publisher) },
  });
}
