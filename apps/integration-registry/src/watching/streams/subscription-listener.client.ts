import type { ListenerExchange } from './listener-exchange.client.js';
import { listenRequest } from './listener-request.js';
import { StreamEndedError } from './stream.errors.js';
import { readStreamMessage } from './stream-message.js';
import type { StreamHandlers } from './tool-list-stream.client.js';

/** Revision 2026-07-28: the answer to `subscriptions/listen` is the stream; its end is the end of the subscription. */
export async function listenBySubscription(exchange: ListenerExchange, handlers: StreamHandlers): Promise<void> {
  const events = await exchange.open({ method: 'POST', ...listenRequest(exchange.target.protocolVersion) });
  for await (const { data } of events) {
    const message = readStreamMessage(data);
    if (message.kind === 'acknowledged') {
      if (!message.isHonoured) throw new StreamEndedError('refused', 'it announces no changes of tools');
      handlers.onOpen();
    }
    if (message.kind === 'tools-changed') handlers.onChanged();
    // An error, or the end that a server announces when it stops.
    if (message.kind === 'answer') throw new StreamEndedError('broken', 'it ended the subscription');
  }
}
