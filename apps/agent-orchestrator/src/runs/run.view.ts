import type { RunCallView, RunEventView, RunView } from '@countersign/contracts';
import { cutText, cutTexts } from './cut-text.js';
import { PAGE_BYTES_MAX } from './fit-page.js';
import type { RunEntity, RunEventEntity } from './run.entity.js';
import type { UnreadableRunError } from './run.errors.js';
import type { LoadedRun } from './run.repository.js';
import type { RunCall } from './run-call.js';
import { EMPTY_RUN } from './run-state.js';

/** The last calls of a long run; its events show all. */
const CALLS_MAX = 500;
/** What a model makes up as a name can be any text; a view's has this many characters. */
const NAME_CHARACTERS_MAX = 128;

export function toRunView({ run, state }: LoadedRun): RunView {
  return {
    id: run.id,
    workspaceId: run.workspaceId,
    agentId: run.agentId,
    agentVersion: run.agentVersion,
    status: run.status,
    prompt: cutText(state.prompt),
    turns: state.turns.length,
    calls: state.calls.slice(-CALLS_MAX).map(toCallView),
    answer: state.answer === null ? null : cutText(state.answer),
    failure: state.failure,
    version: run.version,
    createdAt: run.createdAt.toISOString(),
    updatedAt: run.updatedAt.toISOString(),
  };
}

/** A run in a list that this version cannot read: the others are still shown. */
export function toUnreadableRunView(run: RunEntity, error: UnreadableRunError): RunView {
  return { ...toRunView({ run, state: EMPTY_RUN }), failure: `The log of this run cannot be read: ${error.message}` };
}

function toCallView({ toolCallId, callId, exposedName, state }: RunCall): RunCallView {
  return { toolCallId, callId, exposedName: exposedName.slice(0, NAME_CHARACTERS_MAX) || '(no name)', state };
}

export function toRunEventView(row: RunEventEntity): RunEventView {
  return {
    sequence: row.sequence,
    type: row.type,
    data: cutTexts(JSON.parse(row.data), PAGE_BYTES_MAX) as Record<string, unknown>,
    recordedAt: row.recordedAt.toISOString(),
  };
}
