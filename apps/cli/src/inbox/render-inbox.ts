import { assertNever } from '@countersign/contracts';
import { describeOutcome, describeTimeLeft, isDestructive, whyConfirm } from './describe-request.js';
import { type Entry, findEntry, type InboxState, isPending, type Link, viewOf } from './inbox-state.js';
import { renderDetails, renderEdit } from './render-details.js';
import { clip, fold, justify, type Line, type Span, span, type Style } from './spans.js';

/** The heading and a line below it, what is said or asked, and the keys. */
const FRAME_ROWS = 4;
const ENTRY_ROWS = 2;
/** Then there is little time to read it. */
const HURRY_MS = 60_000;

const HELP = `j, ↓        the next one
k, ↑        the one before
Enter       all of it: arguments, why it asks, what the server says of the tool
a           approve; what may destroy things asks once more
d           deny, with a reason that reaches the model
e           edit the arguments in $EDITOR, see what is different, then approve
c           clear what is settled
g, G        to the beginning, to the end
Escape      back
q, Ctrl-C   quit; whatever waits goes on waiting`;

/** What the terminal shows: exactly so many lines, each at most so many columns wide. */
export function renderInbox(state: InboxState, columns: number, rows: number): Line[] {
  const room = bodyRows(rows);
  const body = state.mode.kind === 'help' ? renderHelp(columns) : renderBody(state, columns, room);
  const shown = [...body.slice(0, room), ...Array.from<Line>({ length: room }).fill([])].slice(0, room);
  const lines = [heading(state, columns), [], ...shown, said(state), [span(keysOf(state), 'dim')]];
  // Where there is no room for all of it, a question is worth more than what is above it.
  return lines.slice(Math.max(0, lines.length - rows)).map((line) => clip(line, columns));
}

/** How far what is shown can be moved up. */
export function scrollMax(state: InboxState): number {
  return Math.max(0, longBody(state, state.columns).length - bodyRows(state.rows));
}

function bodyRows(rows: number): number {
  return Math.max(0, rows - FRAME_ROWS);
}

/** What is shown as a text that scrolls; nothing where that is a list. */
function longBody(state: InboxState, columns: number): Line[] {
  if (state.mode.kind === 'edited') return renderEdit(state.mode.edit, columns);
  const entry = findEntry(state, state.selectedId);
  return viewOf(state.mode) === 'details' && entry ? renderDetails(entry, state.nowMs, columns) : [];
}

function renderBody(state: InboxState, columns: number, room: number): Line[] {
  const long = longBody(state, columns);
  if (long.length > 0) return long.slice(Math.min(state.scroll, Math.max(0, long.length - room)));
  if (state.entries.length === 0) return [[span(state.hasRead ? EMPTY : 'Reading …', 'dim')]];
  const visible = Math.max(1, Math.floor(room / ENTRY_ROWS));
  const selected = state.entries.findIndex(({ approval }) => approval.id === state.selectedId);
  const first = Math.max(0, Math.min(selected - Math.floor(visible / 2), state.entries.length - visible));
  return state.entries.slice(first, first + visible).flatMap((entry) => {
    return renderEntry(entry, entry.approval.id === state.selectedId, state.nowMs, columns);
  });
}

const EMPTY = 'Nothing waits for a decision. New requests appear here by themselves.';

function renderHelp(columns: number): Line[] {
  return fold(HELP, columns).map((piece) => [piece]);
}

function heading({ entries, link, trouble, isCut }: InboxState, columns: number): Line {
  const waiting = entries.filter(isPending).length;
  const count = isCut ? `more than ${waiting} waiting, not all are shown` : `${waiting} waiting`;
  return justify(
    [span('Countersign approvals', 'bold'), span(`  ${count}`)],
    [trouble === null ? describeLink(link) : span(`trying again: ${trouble}`, 'red')],
    columns,
  );
}

function describeLink(link: Link): Span {
  switch (link.kind) {
    case 'connecting':
      return span('connecting …', 'dim');
    case 'live':
      return span('live', 'green');
    case 'polling':
      return span(`polling: ${link.why}`, 'yellow');
    default:
      return assertNever(link);
  }
}

function renderEntry(entry: Entry, isSelected: boolean, nowMs: number, columns: number): Line[] {
  const { approval } = entry;
  const isOpen = isPending(entry);
  const rest: Style | null = isOpen ? null : 'dim';
  const name: Style | null = isSelected ? 'bold' : rest;
  const tool = [span(isSelected ? '> ' : '  ', 'cyan'), span(`${approval.integrationSlug} ${approval.toolName}`, name)];
  const who = span(`  ${approval.principal.name}`, 'dim');
  // However long the names in it are, what is left of the time stays in sight.
  const end = clip([ending(entry, nowMs)], Math.floor(columns / 2));
  const warnings = [
    ...(isOpen && isDestructive(entry) ? [span('destructive ', 'red')] : []),
    ...(isOpen && approval.refusal ? [span('not yours to decide ', 'yellow')] : []),
  ];
  const second = [span('    '), ...warnings, span(approval.argumentsStart ?? '', 'dim')];
  return [justify([...tool, who], end, columns), second];
}

function ending({ approval, sending }: Entry, nowMs: number): Span {
  if (sending !== null) return span(sending === 'approve' ? 'approving …' : 'denying …', 'cyan');
  if (approval.state !== 'pending')
    return span(describeOutcome(approval), approval.state === 'approved' ? 'green' : 'red');
  const isHurry = Date.parse(approval.expiresAt) - nowMs < HURRY_MS;
  return span(describeTimeLeft(approval.expiresAt, nowMs), isHurry ? 'red' : null);
}

/** What is asked, or was said last. */
function said(state: InboxState): Line {
  const { mode, notice } = state;
  switch (mode.kind) {
    case 'confirm': {
      const entry = findEntry(state, mode.id);
      return [span('Press y to approve. ', 'bold'), span((entry && whyConfirm(entry)) ?? '', 'yellow')];
    }
    case 'reason':
      return [span('Deny, because: ', 'bold'), ...tail(mode.text, state.columns), span('_', 'cyan')];
    case 'editing':
      return [span('In your editor …', 'dim')];
    case 'edited':
      return [span('Approve, and run it with these arguments? y/n', 'bold')];
    case 'list':
    case 'details':
    case 'help':
      return notice ? [span(notice.text, notice.isBad ? 'red' : 'green')] : [];
    default:
      return assertNever(mode);
  }
}

/** Whoever writes sees the end of what they write. */
function tail(text: string, columns: number): Line {
  const room = Math.max(1, columns - 'Deny, because: _'.length);
  return fold(text, room).slice(-1);
}

function keysOf({ mode }: InboxState): string {
  switch (mode.kind) {
    case 'list':
      return 'j/k move  Enter details  a approve  d deny  e edit  ? help  q quit';
    case 'details':
      return 'j/k scroll  Esc back  a approve  d deny  e edit  ? help  q quit';
    case 'help':
      return 'any key goes back';
    case 'confirm':
      return 'y approves, any other key does not';
    case 'reason':
      return 'Enter denies  Esc goes back';
    case 'editing':
      return '';
    case 'edited':
      return 'y approves  n throws the edit away  j/k scroll';
    default:
      return assertNever(mode);
  }
}
