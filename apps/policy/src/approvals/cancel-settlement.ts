import { type Actor, principalKey } from '@countersign/contracts';
import type { Settlement } from './approval.repository.js';
import type { Cancellation } from './early-cancellation.repository.js';

/** Whoever asked and takes it back decides about nothing, so nobody is named as the one who did. */
export function cancelSettlement({ actor, reason, cause }: Cancellation, principal: Actor): Settlement {
  const isRequester = actor === null || principalKey(actor) === principalKey(principal);
  return { state: 'cancelled', decidedBy: isRequester ? null : actor, reasonCode: cause ?? 'cancelled', reason };
}
