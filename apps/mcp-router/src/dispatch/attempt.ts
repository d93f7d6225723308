import type { UpstreamOutcome } from '../upstream/upstream-outcome.js';

/** The last look at the rules said no, so nothing was sent. */
export interface Withheld {
  readonly kind: 'withheld';
  readonly reason: string;
  /** False: the rules are not known well enough, which says nothing about the call. */
  readonly isFinal: boolean;
}

/** What became of one attempt to send a call. */
export type AttemptOutcome = UpstreamOutcome | Withheld;
