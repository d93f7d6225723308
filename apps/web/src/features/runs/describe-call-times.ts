import { describeDuration } from '../../ui/describe-time.js';
import type { CallView } from '../calls/calls.queries.js';
import type { TurnCall } from './transcript.js';

type Ledgered = Pick<CallView, 'createdAt' | 'sentAt' | 'settledAt'>;

/** How long it waited until it was sent, and how long it ran. Milliseconds since the epoch; null: not that far. */
export interface CallTimes {
  readonly submittedMs: number | null;
  readonly sentMs: number | null;
  readonly settledMs: number | null;
}

/** The ledger's times where they are known; the run itself hears of them a little later. */
export function timesOf(call: TurnCall, recorded: Ledgered | undefined): CallTimes {
  return {
    submittedMs: toMs(recorded?.createdAt ?? call.submittedAt),
    sentMs: toMs(recorded?.sentAt),
    settledMs: toMs(recorded ? recorded.settledAt : call.settledAt),
  };
}

/** "waited 2 min 04 s, ran 38 ms". */
export function describeCallTimes(call: TurnCall, recorded: Ledgered | undefined): string {
  const { submittedMs, sentMs, settledMs } = timesOf(call, recorded);
  if (call.state === 'unknown') return 'sent, and no answer came';
  if (submittedMs === null) return settledMs === null ? 'not submitted yet' : 'never submitted';
  if (sentMs === null) return settledMs === null ? '' : `ended after ${describeDuration(settledMs - submittedMs)}`;
  const waited = sentMs - submittedMs < INSTANT_MS ? '' : `waited ${describeDuration(sentMs - submittedMs)}, `;
  return settledMs === null ? `${waited}is being executed` : `${waited}ran ${describeDuration(settledMs - sentMs)}`;
}

/** Below this nobody waited: it is the way through the system. */
const INSTANT_MS = 250;

function toMs(time: string | null | undefined): number | null {
  return time == null ? null : Date.parse(time);
}
