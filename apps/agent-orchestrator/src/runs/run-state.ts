import { assertNever, type RunStatus } from '@countersign/contracts';
import { type CallResult, hasResult, isToSubmit, type RunCall, toProposed } from './run-call.js';
import type {
  CallSettledInRun,
  EventActor,
  MessageReceived,
  RunEvent,
  RunStarted,
  TokenUsage,
  TurnAnswered,
} from './run-event.js';

export interface Turn {
  readonly turn: number;
  readonly text: string;
  readonly toolCallIds: readonly string[];
  /** How many of the run's messages the model had read. */
  readonly messagesRead: number;
  readonly usage: TokenUsage | null;
  readonly costMicros: number | null;
}

/** Null: no limit. Turns and tokens count from the start, or from the message that opened the run again. */
export interface RunLimits {
  readonly turnsMax: number;
  readonly tokensMax: number | null;
  readonly wallSecondsMax: number | null;
  readonly parallelCallsMax: number | null;
}

/** What the log says, folded. */
export interface RunState {
  readonly status: RunStatus;
  readonly prompt: string;
  readonly limits: RunLimits;
  readonly turns: readonly Turn[];
  readonly calls: readonly RunCall[];
  /** After the prompt, in order. `id`: by which it is taken once. */
  readonly messages: readonly { readonly id: string | null; readonly text: string; readonly byName: string }[];
  readonly forkedFrom: { readonly runId: string; readonly sequence: number } | null;
  /** How many of the next events are a copy of another run's. */
  readonly historyLeft: number;
  /** Since the start, or since the run was opened again; history is not counted. */
  readonly spent: { readonly turns: number; readonly tokens: number };
  /** In a row, since the last answer. */
  readonly modelFailures: number;
  readonly lastModelFailure: ModelFailureState | null;
  readonly answer: string | null;
  readonly failure: string | null;
  readonly cancelledBy: EventActor | null;
}

interface ModelFailureState {
  readonly message: string;
  readonly canRepeat: boolean;
  readonly retryAfterSeconds: number | null;
}

export const EMPTY_RUN: RunState = {
  status: 'running',
  prompt: '',
  limits: { turnsMax: 0, tokensMax: null, wallSecondsMax: null, parallelCallsMax: null },
  turns: [],
  calls: [],
  messages: [],
  forkedFrom: null,
  historyLeft: 0,
  spent: { turns: 0, tokens: 0 },
  modelFailures: 0,
  lastModelFailure: null,
  answer: null,
  failure: null,
  cancelledBy: null,
};

export function foldRun(events: Iterable<RunEvent>): RunState {
  let state = EMPTY_RUN;
  for (const event of events) state = evolve(state, event);
  return state;
}

/** Pure and total: an event that cannot follow is refused by `find-contradiction.ts`, not here. */
export function evolve(state: RunState, event: RunEvent): RunState {
  const next = apply(state, event);
  if (state.historyLeft === 0) return next;
  return { ...next, historyLeft: state.historyLeft - 1, spent: EMPTY_RUN.spent };
}

function apply(state: RunState, event: RunEvent): RunState {
  switch (event.type) {
    case 'run_started':
      return start(state, event);
    case 'message_received':
      return withMessage(state, event);
    case 'turn_answered':
      return withTurn(state, event);
    case 'results_compacted':
      return { ...state, calls: compact(state, event.toolCallIds) };
    case 'model_failed':
      return {
        ...state,
        modelFailures: state.modelFailures + 1,
        lastModelFailure: {
          message: event.message,
          canRepeat: event.canRepeat,
          retryAfterSeconds: event.retryAfterSeconds ?? null,
        },
      };
    case 'call_submitted':
      return withCall(state, event.toolCallId, (call) => ({
        ...call,
        callId: event.callId,
        approvalId: event.approvalId ?? null,
        state: isToSubmit(call) ? event.state : call.state,
      }));
    case 'call_refused':
      return withCall(state, event.toolCallId, (call) => ({
        ...call,
        state: 'refused',
        result: { text: event.message, isError: true },
      }));
    case 'call_settled':
      return withCall(state, event.toolCallId, (call) => ({
        ...call,
        callId: event.callId,
        state: event.state,
        result: hasResult(event.state) ? toCallResult(event) : null,
      }));
    case 'run_suspended':
      return { ...state, status: 'suspended' };
    case 'run_resumed':
      return { ...state, status: 'running' };
    case 'run_finished':
      return { ...state, status: 'finished', answer: event.answer };
    case 'run_failed':
      return { ...state, status: 'failed', failure: event.reason };
    case 'run_cancelled':
      return { ...state, status: 'cancelled', cancelledBy: event.by };
    default:
      return assertNever(event);
  }
}

export function isOver({ status }: RunState): boolean {
  return status === 'finished' || status === 'failed' || status === 'cancelled';
}

/** Messages that the model has not read. */
export function unreadMessages({ messages, turns }: RunState): number {
  return messages.length - (turns.at(-1)?.messagesRead ?? 0);
}

function toLimits({ turnsMax, tokensMax, wallSecondsMax, parallelCallsMax }: RunStarted): RunLimits {
  return {
    turnsMax,
    tokensMax: tokensMax ?? null,
    wallSecondsMax: wallSecondsMax ?? null,
    parallelCallsMax: parallelCallsMax ?? null,
  };
}

function start(state: RunState, event: RunStarted): RunState {
  const { prompt, forkedFrom } = event;
  const started = { ...state, prompt, limits: toLimits(event) };
  if (forkedFrom === undefined) return started;
  const { runId, sequence, events = 0 } = forkedFrom;
  return { ...started, forkedFrom: { runId, sequence }, historyLeft: events };
}

/** A run that has ended goes on, with new limits and a model that may have recovered. */
function withMessage(state: RunState, { messageId, text, by }: MessageReceived): RunState {
  const messages = [...state.messages, { id: messageId ?? null, text, byName: by.name }];
  if (!isOver(state)) return { ...state, messages };
  const { spent, modelFailures, lastModelFailure, answer, failure } = EMPTY_RUN;
  return { ...state, status: 'running', messages, spent, modelFailures, lastModelFailure, answer, failure };
}

function withTurn(state: RunState, event: TurnAnswered): RunState {
  const { turn, text, calls, messagesRead = 0, usage = null, costMicros = null } = event;
  const toolCallIds = calls.map(({ toolCallId }) => toolCallId);
  // A limit that only counting providers keep would be none.
  const tokens = usage === null ? (event.estimatedTokens ?? 0) : usage.inputTokens + usage.outputTokens;
  return {
    ...state,
    modelFailures: 0,
    lastModelFailure: null,
    spent: { turns: state.spent.turns + 1, tokens: state.spent.tokens + tokens },
    turns: [...state.turns, { turn, text, toolCallIds, messagesRead, usage, costMicros }],
    calls: [...state.calls, ...calls.map((call) => toProposed(call, turn))],
  };
}

function compact({ calls, turns }: RunState, toolCallIds: readonly string[]): RunCall[] {
  const compacted = { isCompacted: true, compactedAfterTurn: turns.length };
  return calls.map((call) => (toolCallIds.includes(call.toolCallId) ? { ...call, ...compacted } : call));
}

function toCallResult({ result: text, isError, blocks }: CallSettledInRun): CallResult {
  return { text, isError, ...(blocks !== undefined && { blocks }) };
}

function withCall(state: RunState, toolCallId: string, change: (call: RunCall) => RunCall): RunState {
  return {
    ...state,
    // A call that has its result is locked: a repeated or late event changes nothing.
    calls: state.calls.map((call) => (call.toolCallId === toolCallId && call.result === null ? change(call) : call)),
  };
}
