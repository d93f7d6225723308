import { type Fields, fieldsOf, listOf, numberOf, textOf } from './run-event-fields.js';
import {
  addUsage,
  EMPTY_TRANSCRIPT,
  type Entry,
  type NoteEntry,
  type Transcript,
  type TurnCall,
  type TurnEntry,
  type Usage,
} from './transcript.js';

/** As the API tells it; `data` is of the type of event. */
export interface LoggedEvent {
  readonly sequence: number;
  readonly type: string;
  readonly data: Fields;
  readonly recordedAt: string;
}

/** The transcript with what these events say, in the order of the log. */
export function foldTranscript(before: Transcript, events: readonly LoggedEvent[]): Transcript {
  if (events.length === 0) return before;
  const state: Folding = { ...before, entries: [...before.entries] };
  for (const event of events) {
    if (event.sequence <= state.sequence) continue;
    state.sequence = event.sequence;
    apply(state, event);
  }
  return state;
}

/** How many events after the first one are a copy of another run's. */
export function historyEnd(first: LoggedEvent | undefined): number {
  return first ? 1 + (numberOf(fieldsOf(first.data['forkedFrom']), 'events') ?? 0) : 0;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
type Folding = Omit<Mutable<Transcript>, 'entries'> & { entries: Entry[] };

const NOTES: Readonly<Record<string, { kind: NoteEntry['kind']; textOf: (data: Fields) => string }>> = {
  run_finished: { kind: 'finished', textOf: () => '' },
  run_failed: { kind: 'failed', textOf: (data) => textOf(data, 'reason') },
  run_cancelled: { kind: 'cancelled', textOf: (data) => textOf(fieldsOf(data['by']), 'name') },
  results_compacted: { kind: 'compacted', textOf: (data) => String(listOf(data, 'toolCallIds').length) },
};

function apply(state: Folding, event: LoggedEvent): void {
  const { type, data } = event;
  const note = NOTES[type];
  if (type === 'results_compacted') compact(state, new Set(listOf(data, 'toolCallIds')));
  if (note) return add(state, event, { kind: note.kind, text: note.textOf(data) });
  switch (type) {
    case 'run_started':
      state.limits = limitsIn(data);
      state.historyUntil = historyEnd(event);
      return add(state, event, { kind: 'person', text: textOf(data, 'prompt'), by: null });
    case 'message_received':
      return addMessage(state, event);
    case 'turn_answered':
      return addTurn(state, event);
    case 'model_failed':
      return addFailure(state, event);
    case 'call_submitted':
    case 'call_refused':
    case 'call_settled':
      return changeCall(state, event);
    case 'run_suspended':
    case 'run_resumed':
      return;
    default:
      // Of a newer version of the server.
      return add(state, event, { kind: 'unknown-event', text: type });
  }
}

type Part<Kind extends Entry> = Kind extends Entry ? Omit<Kind, 'sequence' | 'at' | 'isHistory'> : never;

function add(state: Folding, { sequence, recordedAt: at }: LoggedEvent, part: Part<Entry>): void {
  state.entries.push({ ...part, sequence, at, isHistory: sequence <= state.historyUntil && sequence > 1 });
}

/** A run that had ended is opened again, with its limits anew. */
function addMessage(state: Folding, event: LoggedEvent): void {
  const last = state.entries.at(-1)?.kind;
  if (last === 'finished' || last === 'failed') state.spent = EMPTY_TRANSCRIPT.spent;
  const by = textOf(fieldsOf(event.data['by']), 'name');
  add(state, event, { kind: 'person', text: textOf(event.data, 'text'), by: by || 'somebody' });
}

function addTurn(state: Folding, event: LoggedEvent): void {
  const { data, recordedAt } = event;
  const usage = usageIn(data);
  const costMicros = numberOf(data, 'costMicros');
  const calls = listOf(data, 'calls').map((call) => toProposed(fieldsOf(call), recordedAt));
  const turn = numberOf(data, 'turn') ?? 0;
  add(state, event, { kind: 'turn', turn, text: textOf(data, 'text'), calls, usage, costMicros });
  if (event.sequence <= state.historyUntil) return;
  const tokens = usage ? usage.inputTokens + usage.outputTokens : (numberOf(data, 'estimatedTokens') ?? 0);
  state.spent = { turns: state.spent.turns + 1, tokens: state.spent.tokens + tokens };
  state.totals = {
    usage: usage ? addUsage(state.totals.usage, usage) : state.totals.usage,
    costMicros: costMicros === null ? state.totals.costMicros : (state.totals.costMicros ?? 0) + costMicros,
  };
}

function addFailure(state: Folding, event: LoggedEvent): void {
  const { data } = event;
  const failure = {
    kind: 'model-failed' as const,
    message: textOf(data, 'message'),
    canRepeat: data['canRepeat'] === true,
    retryAfterSeconds: numberOf(data, 'retryAfterSeconds'),
  };
  const last = state.entries.at(-1);
  if (last?.kind !== 'model-failed' || last.message !== failure.message) {
    return add(state, event, { ...failure, times: 1 });
  }
  state.entries[state.entries.length - 1] = { ...last, ...failure, times: last.times + 1 };
}

function changeCall(state: Folding, { type, data, recordedAt }: LoggedEvent): void {
  const toolCallId = textOf(data, 'toolCallId');
  const index = state.entries.findLastIndex(
    (entry) => entry.kind === 'turn' && entry.calls.some((call) => call.toolCallId === toolCallId),
  );
  const entry = state.entries[index];
  if (entry?.kind !== 'turn') return;
  const change = { call_submitted: submitted, call_refused: refused, call_settled: settled }[type];
  state.entries[index] = {
    ...entry,
    calls: entry.calls.map((call) =>
      call.toolCallId === toolCallId && change ? { ...call, ...change(data, recordedAt) } : call,
    ),
  };
}

function submitted(data: Fields, submittedAt: string): Partial<TurnCall> {
  const ids = { callId: textOf(data, 'callId') || null, approvalId: textOf(data, 'approvalId') || null };
  return { ...ids, state: textOf(data, 'state'), submittedAt, settledAt: null, result: null, isError: false };
}

function refused(data: Fields, settledAt: string): Partial<TurnCall> {
  return { state: 'refused', isError: true, settledAt, result: textOf(data, 'message') };
}

function settled(data: Fields, settledAt: string): Partial<TurnCall> {
  const blocks = listOf(data, 'blocks').map(fieldsOf);
  return {
    callId: textOf(data, 'callId') || null,
    state: textOf(data, 'state'),
    isError: data['isError'] === true,
    settledAt,
    result: textOf(data, 'result') || null,
    files: blocks.map((block) => textOf(block, 'mediaType')).filter((mediaType) => mediaType !== ''),
  };
}

function toProposed(call: Fields, proposedAt: string): TurnCall {
  return {
    toolCallId: textOf(call, 'toolCallId'),
    exposedName: textOf(call, 'exposedName'),
    arguments: textOf(call, 'arguments'),
    ...{ callId: null, approvalId: null, state: 'proposed', isError: false, result: null, isCompacted: false },
    ...{ proposedAt, submittedAt: null, settledAt: null, files: [] },
  };
}

function compact(state: Folding, toolCallIds: ReadonlySet<unknown>): void {
  state.entries = state.entries.map((entry) => {
    if (entry.kind !== 'turn' || !entry.calls.some(({ toolCallId }) => toolCallIds.has(toolCallId))) return entry;
    const calls = entry.calls.map((call) => (toolCallIds.has(call.toolCallId) ? { ...call, isCompacted: true } : call));
    return { ...entry, calls } satisfies TurnEntry;
  });
}

function limitsIn(data: Fields): Transcript['limits'] {
  return {
    turnsMax: numberOf(data, 'turnsMax'),
    tokensMax: numberOf(data, 'tokensMax'),
    wallSecondsMax: numberOf(data, 'wallSecondsMax'),
    parallelCallsMax: numberOf(data, 'parallelCallsMax'),
  };
}

function usageIn(data: Fields): Usage | null {
  const usage = fieldsOf(data['usage']);
  const [inputTokens, outputTokens] = [numberOf(usage, 'inputTokens'), numberOf(usage, 'outputTokens')];
  if (inputTokens === null || outputTokens === null) return null;
  return { inputTokens, outputTokens, cachedInputTokens: numberOf(usage, 'cachedInputTokens') ?? 0 };
}
