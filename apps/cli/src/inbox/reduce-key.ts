import { assertNever } from '@countersign/contracts';
import { whyConfirm } from './describe-request.js';
import {
  type Decision,
  type Effect,
  type Entry,
  findEntry,
  type InboxState,
  isPending,
  type Key,
  type Mode,
  type Step,
  viewOf,
} from './inbox-state.js';

/** As long as the API takes one. */
const REASON_LENGTH_MAX = 2_000;

type ModeOf<K extends Mode['kind']> = Extract<Mode, { kind: K }>;

/** One key. Text that is pasted decides nothing: it only goes where text is asked for. */
export function reduceKey(state: InboxState, key: Key): Step {
  if (key.ctrl && key.name === 'c') return { state, effects: [{ kind: 'quit' }] };
  if (key.name === 'paste-start' || key.name === 'paste-end') {
    return only({ ...state, isPasting: key.name === 'paste-start' });
  }
  const { mode } = state;
  if (state.isPasting && mode.kind !== 'reason') return only(state);
  switch (mode.kind) {
    case 'list':
    case 'details':
      return reduceCommand({ ...state, notice: null }, key);
    case 'help':
      return only({ ...state, mode: { kind: mode.from } });
    case 'confirm':
      return key.text === 'y' ? decide(state, mode, 'approve') : only(back(state, mode));
    case 'reason':
      return reduceReason(state, mode, key);
    case 'editing':
      return only(state);
    case 'edited':
      return reduceEdited(state, mode, key);
    default:
      return assertNever(mode);
  }
}

function reduceCommand(state: InboxState, key: Key): Step {
  const from = viewOf(state.mode);
  const distance = distanceOf(state, key);
  if (distance !== null) return only(move(state, distance));
  switch (key.text) {
    case 'q':
      return { state, effects: [{ kind: 'quit' }] };
    case '?':
      return only({ ...state, mode: { kind: 'help', from } });
    case 'c':
      return only(clearSettled(state));
    case 'a':
    case 'd':
    case 'e':
      return reduceDecision(state, key.text);
  }
  if (key.name === 'escape') return only({ ...state, mode: { kind: 'list' }, scroll: 0 });
  if (key.name === 'return' && from === 'list' && state.selectedId !== null) {
    const load: Effect = { kind: 'load', id: state.selectedId };
    return { state: { ...state, mode: { kind: 'details' }, scroll: 0 }, effects: [load] };
  }
  return only(state);
}

function reduceDecision(state: InboxState, command: 'a' | 'd' | 'e'): Step {
  const entry = findEntry(state, state.selectedId);
  const from = viewOf(state.mode);
  const obstacle = entry && whyNot(entry);
  if (!entry || obstacle) return only({ ...state, notice: obstacle ? { text: obstacle, isBad: true } : null });
  const { id } = entry.approval;
  switch (command) {
    case 'a':
      if (whyConfirm(entry) !== null) return only({ ...state, mode: { kind: 'confirm', id, from } });
      return decide(state, { id, from }, 'approve');
    case 'd':
      return only({ ...state, mode: { kind: 'reason', id, from, text: '' } });
    case 'e':
      return { state: { ...state, mode: { kind: 'editing', id, from } }, effects: [{ kind: 'edit', id }] };
    default:
      return assertNever(command);
  }
}

function whyNot(entry: Entry): string | null {
  if (!isPending(entry)) return 'It is settled: nothing can be decided about it any more.';
  if (entry.sending !== null) return 'Your decision is on its way.';
  return entry.approval.refusal ?? null;
}

function reduceReason(state: InboxState, mode: ModeOf<'reason'>, key: Key): Step {
  if (!state.isPasting && key.name === 'return') {
    const reason = mode.text.trim();
    return decide(state, mode, 'deny', reason === '' ? {} : { reason });
  }
  if (key.name === 'escape') return only(back(state, mode));
  return only({ ...state, mode: { ...mode, text: write(mode.text, key).slice(0, REASON_LENGTH_MAX) } });
}

function write(text: string, key: Key): string {
  if (key.name === 'backspace') return [...text].slice(0, -1).join('');
  if (key.ctrl) return key.name === 'u' ? '' : text;
  // Of what is pasted, a line break is a space; what else acts on terminals is nothing that a person writes.
  return text + key.text.replaceAll(/[\r\n\t]/g, ' ').replaceAll(/[\p{C}\u2028\u2029]/gu, '');
}

function reduceEdited(state: InboxState, mode: ModeOf<'edited'>, key: Key): Step {
  const distance = distanceOf(state, key);
  if (distance !== null) return only({ ...state, scroll: state.scroll + distance });
  if (key.text === 'y') return decide(state, mode, 'approve', { edited: mode.edit.text });
  if (key.text !== 'n' && key.name !== 'escape') return only(state);
  return only({ ...back(state, mode), notice: { text: 'Nothing was decided.', isBad: false } });
}

interface About {
  readonly id: string;
  readonly from: 'list' | 'details';
}

function decide(
  state: InboxState,
  about: About,
  decision: Decision,
  more: { reason?: string; edited?: string } = {},
): Step {
  const entries = state.entries.map((entry) =>
    entry.approval.id === about.id ? { ...entry, sending: decision } : entry,
  );
  return { state: { ...back(state, about), entries }, effects: [{ kind: 'decide', id: about.id, decision, ...more }] };
}

function back(state: InboxState, { from }: Pick<About, 'from'>): InboxState {
  return { ...state, mode: { kind: from }, scroll: 0 };
}

/** How far a key moves; null: it is none of those. */
function distanceOf({ entries, rows }: InboxState, { name, text, ctrl }: Key): number | null {
  if (ctrl) return null;
  if (text === 'j' || name === 'down') return 1;
  if (text === 'k' || name === 'up') return -1;
  if (name === 'pagedown') return Math.max(1, Math.floor(rows / 2));
  if (name === 'pageup') return -Math.max(1, Math.floor(rows / 2));
  if (text === 'g' || name === 'home') return -FAR - entries.length;
  return text === 'G' || name === 'end' ? FAR + entries.length : null;
}

/** Further than any text is long; what comes of it is bounded by what is there. */
const FAR = 1_000_000;

function move(state: InboxState, distance: number): InboxState {
  if (state.mode.kind === 'details') return { ...state, scroll: state.scroll + distance };
  const place = state.entries.findIndex(({ approval }) => approval.id === state.selectedId);
  const next = state.entries[Math.max(0, Math.min(place + distance, state.entries.length - 1))];
  return { ...state, selectedId: next?.approval.id ?? null };
}

function clearSettled(state: InboxState): InboxState {
  const entries = state.entries.filter(isPending);
  const place = state.entries.findIndex(({ approval }) => approval.id === state.selectedId);
  const next = state.entries.slice(Math.max(0, place)).find(isPending) ?? entries.at(-1);
  return { ...state, entries, selectedId: next?.approval.id ?? null, mode: { kind: 'list' }, scroll: 0 };
}

function only(state: InboxState): Step {
  return { state, effects: [] };
}
