import type { Transcript } from './transcript.js';

/** Ids of the approvals that a run waits for, in the order of its calls. */
export function waitingApprovals({ entries }: Pick<Transcript, 'entries'>): string[] {
  return entries
    .flatMap((entry) => (entry.kind === 'turn' ? entry.calls : []))
    .flatMap(({ state, approvalId }) => (state === 'pending_approval' && approvalId !== null ? [approvalId] : []));
}
