import type { RunEventView, RunView } from '@countersign/contracts';
import { cutText, cutTexts } from './cut-text.js';
import type { RunEventEntity } from './run.entity.js';
import type { LoadedRun } from './run.repository.js';

export function toRunView({ run, state }: LoadedRun): RunView {
  return {
    id: run.id,
    workspaceId: run.workspaceId,
    agentId: run.agentId,
    agentVersion: run.agentVersion,
    status: state.status,
    prompt: cutText(state.prompt),
    turns: state.turns.length,
    calls: state.calls.map(({ toolCallId, callId, exposedName, state: callState }) => ({
      toolCallId,
      callId,
      exposedName,
      state: callState,
    })),
    answer: state.answer === null ? null : cutText(state.answer),
    failure: state.failure,
    version: run.version,
    createdAt: run.createdAt.toISOString(),
    updatedAt: run.updatedAt.toISOString(),
  };
}

export function toRunEventView(row: RunEventEntity): RunEventView {
  return {
    sequence: row.sequence,
    type: row.type,
    data: cutTexts(JSON.parse(row.data)) as Record<string, unknown>,
    recordedAt: row.recordedAt.toISOString(),
  };
}
