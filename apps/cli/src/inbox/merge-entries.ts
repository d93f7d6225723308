import { type ApprovalView, type Entry, isPending, type ListedApproval, type ShownApproval } from './inbox-state.js';

/** Settled ones that stay in sight; older ones are in `approvals list --state all`. */
const SETTLED_SHOWN_MAX = 20;

/** With what waits, the oldest first; what was there stays where it is. */
export function mergeListed(entries: readonly Entry[], listed: readonly ListedApproval[]): Entry[] {
  const byId = new Map(listed.map((approval) => [approval.id, approval]));
  const known = entries.map((entry) => further(entry, byId.get(entry.approval.id)));
  const ids = new Set(entries.map(({ approval }) => approval.id));
  const added = listed
    .filter(({ id }) => !ids.has(id))
    .sort((one, other) => one.requestedAt.localeCompare(other.requestedAt))
    .map((approval): Entry => ({ approval, details: null, sending: null }));
  return withoutOldSettled([...known, ...added]);
}

export function mergeLoaded(entries: readonly Entry[], details: ShownApproval): Entry[] {
  const merged = entries.map((entry) => {
    if (entry.approval.id !== details.id || (!isPending(entry) && details.state === 'pending')) return entry;
    const isOpen = details.state === 'pending';
    const { argumentsStart } = entry.approval;
    const tool = details.toolDetails ?? entry.approval.tool;
    const approval = {
      ...details,
      argumentsStart: argumentsStart ?? details.arguments,
      ...(tool && { tool }),
    };
    return { approval, details, sending: isOpen ? entry.sending : null };
  });
  return withoutOldSettled(merged);
}

export function mergeDecided(entries: readonly Entry[], decided: ApprovalView): Entry[] {
  const merged = entries.map((entry) => {
    if (entry.approval.id !== decided.id) return entry;
    return { ...further(entry, decided), sending: null };
  });
  return withoutOldSettled(merged);
}

export function withoutEntry(entries: readonly Entry[], id: string): Entry[] {
  return entries.filter(({ approval }) => approval.id !== id);
}

/** An answer that was on its way while another came can be the older one: what is over never waits again. */
function further(entry: Entry, approval: ListedApproval | undefined): Entry {
  if (!approval || (!isPending(entry) && approval.state === 'pending')) return entry;
  return { ...entry, approval: { ...entry.approval, ...approval } };
}

function withoutOldSettled(entries: readonly Entry[]): Entry[] {
  const settled = entries.filter((entry) => !isPending(entry));
  const dropped = new Set(settled.slice(0, Math.max(0, settled.length - SETTLED_SHOWN_MAX)));
  return entries.filter((entry) => !dropped.has(entry));
}
