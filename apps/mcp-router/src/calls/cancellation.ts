import type { Actor, WithdrawalCause } from '@countersign/contracts';

/** That a call is not wanted any more. */
export interface Cancellation {
  /** Absent: whoever asked for the call. */
  readonly actor?: Actor;
  readonly reason: string;
  /** Of a call that was taken back by itself, unless it says otherwise. */
  readonly cause?: WithdrawalCause;
}
