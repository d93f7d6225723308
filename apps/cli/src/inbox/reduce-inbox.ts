import { assertNever } from '@countersign/contracts';
import {
  type ApprovalView,
  type Effect,
  type Entry,
  findEntry,
  type InboxEvent,
  type InboxState,
  isPending,
  type Step,
  viewOf,
} from './inbox-state.js';
import { reduceKey } from './reduce-key.js';
import { mergeDecided, mergeListed, mergeLoaded, withoutEntry } from './merge-entries.js';
import { scrollMax } from './render-inbox.js';

/** While there is no feed: soon enough for a person, and little for a server. */
const POLL_INTERVAL_MS = 2_000;
/** Even a feed that lives can have missed something. */
const REVIEW_INTERVAL_MS = 60_000;

/** What becomes of the inbox, and what has to be done. Pure: the same events show the same screen. */
export function reduceInbox(state: InboxState, event: InboxEvent): Step {
  const { state: next, effects } = reduceEvent(state, event);
  const settled = leavePrompt(next);
  return { state: { ...settled, scroll: Math.max(0, Math.min(settled.scroll, scrollMax(settled))) }, effects };
}

function reduceEvent(state: InboxState, event: InboxEvent): Step {
  switch (event.kind) {
    case 'key':
      return reduceKey(state, event.key);
    case 'tick':
      return reduceTick(state, event.nowMs);
    case 'resized':
      return only({ ...state, columns: event.columns, rows: event.rows });
    case 'link':
      return only({ ...state, link: event.link });
    case 'missed':
      return { state: { ...state, askedMs: state.nowMs }, effects: [{ kind: 'refresh' }] };
    case 'listed':
      return reduceListed(state, event);
    case 'unread':
      return only({ ...state, trouble: event.message });
    case 'loaded':
      return only(withEntries(state, mergeLoaded(state.entries, event.details)));
    case 'gone':
      return only(withEntries(state, withoutEntry(state.entries, event.id)));
    case 'decided':
      return reduceDecided(state, event.approval);
    case 'refused':
      return reduceRefused(state, event.id, event.message);
    case 'edited':
    case 'unedited':
      return only(reduceEdit(state, event));
    default:
      return assertNever(event);
  }
}

function reduceTick(state: InboxState, nowMs: number): Step {
  const isOver = ({ approval }: Entry): boolean => {
    const endMs = Date.parse(approval.expiresAt);
    return state.nowMs < endMs && endMs <= nowMs;
  };
  const hasExpired = state.entries.some((entry) => isPending(entry) && isOver(entry));
  const intervalMs = state.link.kind === 'live' && state.trouble === null ? REVIEW_INTERVAL_MS : POLL_INTERVAL_MS;
  const isDue = hasExpired || nowMs - state.askedMs >= intervalMs;
  return { state: { ...state, nowMs, ...(isDue && { askedMs: nowMs }) }, effects: isDue ? [{ kind: 'refresh' }] : [] };
}

/** What waits no more is asked what became of it; until then it stays as it was. */
function reduceListed(state: InboxState, { approvals, isCut }: Extract<InboxEvent, { kind: 'listed' }>): Step {
  const listed = new Set(approvals.map(({ id }) => id));
  const missing = state.entries.filter((entry) => isPending(entry) && !listed.has(entry.approval.id));
  const effects = missing.map(({ approval }): Effect => ({ kind: 'load', id: approval.id }));
  const next = withEntries(state, mergeListed(state.entries, approvals));
  return { state: { ...next, hasRead: true, isCut, trouble: null }, effects };
}

/** With what the answer leaves out: what an edit changed. */
function reduceDecided(state: InboxState, approval: ApprovalView): Step {
  const notice = { text: `${approval.integrationSlug} ${approval.toolName}: ${approval.state}`, isBad: false };
  const next = withEntries(state, mergeDecided(state.entries, approval));
  return { state: { ...next, notice }, effects: [{ kind: 'load', id: approval.id }] };
}

/** Whatever was refused, something is other than it was shown. */
function reduceRefused(state: InboxState, id: string, message: string): Step {
  const entries = state.entries.map((entry) => (entry.approval.id === id ? { ...entry, sending: null } : entry));
  return { state: { ...state, entries, notice: { text: message, isBad: true } }, effects: [{ kind: 'load', id }] };
}

function reduceEdit(state: InboxState, event: Extract<InboxEvent, { kind: 'edited' | 'unedited' }>): InboxState {
  const { mode } = state;
  // It was settled while the editor was open.
  if (mode.kind !== 'editing' || mode.id !== event.id) return state;
  if (event.kind === 'edited') return { ...state, scroll: 0, mode: { ...mode, kind: 'edited', edit: event.edit } };
  return { ...state, mode: { kind: mode.from }, notice: { text: event.message, isBad: true } };
}

function withEntries(state: InboxState, entries: readonly Entry[]): InboxState {
  const place = state.entries.findIndex(({ approval }) => approval.id === state.selectedId);
  const isThere = entries.some(({ approval }) => approval.id === state.selectedId);
  if (isThere) return { ...state, entries };
  const next = entries[Math.max(0, Math.min(place, entries.length - 1))];
  const mode = viewOf(state.mode) === 'details' ? ({ kind: 'list' } as const) : state.mode;
  return { ...state, entries, mode, selectedId: next?.approval.id ?? null };
}

/** A question about what is settled already has no answer that counts. */
function leavePrompt(state: InboxState): InboxState {
  const { mode } = state;
  if (!('id' in mode)) return state;
  const entry = findEntry(state, mode.id);
  if (entry && isPending(entry)) return state;
  const notice = { text: 'It was settled meanwhile: your decision was not sent.', isBad: true };
  return { ...state, mode: { kind: entry ? mode.from : 'list' }, notice };
}

function only(state: InboxState): Step {
  return { state, effects: [] };
}
