import { assertNever, type RunStatus } from '@countersign/contracts';

/** The router usually hears of a cancellation by its event, well within this. */
export const CANCELLED_GRACE_SECONDS = 10;

/** In how many seconds the router is asked to end the calls of a run in this status; null: not at all. */
export function secondsToCancelCalls(status: RunStatus): number | null {
  switch (status) {
    case 'cancelled':
      return CANCELLED_GRACE_SECONDS;
    case 'failed':
      // No event of it goes to the router, and a call of the same turn may wait for a person.
      return 0;
    case 'running':
    case 'suspended':
    case 'finished':
      return null;
    default:
      return assertNever(status);
  }
}
