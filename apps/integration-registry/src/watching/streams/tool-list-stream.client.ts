import type { Egress } from '@countersign/egress';
import { listenByHttpSse } from './http-sse-listener.client.js';
import { listenByGet } from './legacy-listener.client.js';
import { ListenerExchange, type StreamTarget, type StreamTerms } from './listener-exchange.client.js';
import { StreamEndedError, toStreamEnded } from './stream.errors.js';
import { listenBySubscription } from './subscription-listener.client.js';

export interface StreamHandlers {
  /** The server has promised to announce changes from now on. */
  readonly onOpen: () => void;
  readonly onChanged: () => void;
}

/**
 * Listens to a server until the stream ends, and tells why it did.
 *
 * @throws the signal's reason when that ended it
 */
export async function listenToServer(
  egress: Egress,
  target: StreamTarget,
  handlers: StreamHandlers,
  terms: StreamTerms,
): Promise<StreamEndedError> {
  try {
    await chooseListener(target)(new ListenerExchange(egress, target, terms), handlers);
  } catch (error) {
    terms.signal.throwIfAborted();
    return toStreamEnded(error);
  }
  terms.signal.throwIfAborted();
  return new StreamEndedError('broken', 'the server ended it');
}

function chooseListener({ era, wireTransport }: StreamTarget): typeof listenByGet {
  if (wireTransport === 'sse') return listenByHttpSse;
  return era === 'modern' ? listenBySubscription : listenByGet;
}
