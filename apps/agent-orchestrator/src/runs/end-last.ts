import type { RunEvent } from './run-event.js';

/**
 * What came of the commands of one step, in an order that a log can have. Several of them may have found that the run cannot
 * go on: it fails once, and after all else, since nothing follows an end.
 */
export function endLast(events: readonly RunEvent[]): RunEvent[] {
  const ends = events.filter(isEnd);
  return [...events.filter((event) => !isEnd(event)), ...ends.slice(0, 1)];
}

function isEnd({ type }: RunEvent): boolean {
  return type === 'run_failed' || type === 'run_finished' || type === 'run_cancelled';
}
