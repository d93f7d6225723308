import type { JsMsg } from '@nats-io/jetstream';
import { HANDLING_MS_MAX, WORKING_INTERVALS_PER_ACK_WAIT } from '../limits.js';

/** Renews the ack-wait of a message while it is handled, up to `HANDLING_MS_MAX`. @returns how to stop. */
export function keepWorking(message: JsMsg, ackWaitMs: number): () => void {
  const startedAt = performance.now();
  const timer = setInterval(() => {
    if (performance.now() - startedAt < HANDLING_MS_MAX) message.working();
    else clearInterval(timer);
  }, ackWaitMs / WORKING_INTERVALS_PER_ACK_WAIT);
  return () => clearInterval(timer);
}
