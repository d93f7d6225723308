import { type Actor, principalKey } from '@countersign/contracts';

/** Whether the same person stands behind both: a run one started, a token one owns, or one's own call. */
export function isOwnRequest(approver: Actor, principal: Actor): boolean {
  return principalKey(approver) === principalKey(principal) || personBehind(approver) === personBehind(principal);
}

/** Ids are UUIDs, which may be spelled in either case. */
function personBehind(actor: Actor): string {
  return (actor.ownerId || actor.id).toLowerCase();
}
