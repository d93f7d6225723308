import type { CallView } from '../calls/calls.queries.js';
import { timesOf } from './describe-call-times.js';
import type { TurnCall } from './transcript.js';

/** Parts of the time from the first submission to the last end, 0 to 1. */
export interface CallBar {
  readonly from: number;
  /** Where the waiting ends and the running begins. */
  readonly sent: number;
  readonly to: number;
}

/** One for each call; undefined for one that was never submitted. What has not ended goes on until `nowMs`. */
export function toCallBars(
  calls: readonly TurnCall[],
  recorded: ReadonlyMap<string, CallView>,
  nowMs: number,
): readonly (CallBar | undefined)[] {
  const times = calls.map((call) => timesOf(call, call.callId === null ? undefined : recorded.get(call.callId)));
  const begins = times.flatMap(({ submittedMs }) => (submittedMs === null ? [] : [submittedMs]));
  const start = Math.min(...begins);
  const ends = times.map(({ submittedMs, settledMs }) => (submittedMs === null ? start : (settledMs ?? nowMs)));
  const span = Math.max(1, Math.max(...ends) - start);
  const place = (ms: number): number => Math.min(1, Math.max(0, (ms - start) / span));
  return times.map(({ submittedMs, sentMs, settledMs }) => {
    if (submittedMs === null) return undefined;
    const to = settledMs ?? nowMs;
    return { from: place(submittedMs), sent: place(sentMs ?? to), to: place(to) };
  });
}
