import type { Settlement } from './approval.repository.js';
import type { Cancellation } from './early-cancellation.repository.js';

export function cancelSettlement({ actor, reason, cause }: Cancellation): Settlement {
  return { state: 'cancelled', decidedBy: actor, reasonCode: cause ?? 'cancelled', reason };
}
