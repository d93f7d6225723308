import type { RunDelta, RunEventView } from '@countersign/contracts';
import { toMessageText } from '../event-streams/event-stream-text.js';

export function toEventText(event: RunEventView): string {
  return toMessageText({ id: event.sequence, data: event });
}

/** Text on its way has no id. */
export function toDeltaText({ turn, attempt, index, text }: RunDelta): string {
  return toMessageText({ event: 'delta', data: { turn, attempt, index, text } });
}
