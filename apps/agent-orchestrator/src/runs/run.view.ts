import type { RunEventView, RunView } from '@countersign/contracts';
import { cutTexts } from './cut-text.js';
import { PAGE_BYTES_MAX } from './fit-page.js';
import { toFoldedView } from './folded-view.js';
import type { RunEntity, RunEventEntity } from './run.entity.js';
import type { UnreadableRunError } from './run.errors.js';
import type { LoadedRun } from './run.repository.js';
import { EMPTY_RUN } from './run-state.js';
import { readSummary, whyParked } from './run-summary.js';
import type { WaitingSince } from './waiting-since.js';

/** Of the prompt, and of the answer: both fit into one message with the calls, whatever their letters are. */
const TEXT_CHARACTERS_MAX = 20_000;
const REASON_CHARACTERS_MAX = 2_000;

export function toRunView({ run, state }: LoadedRun, waitingSince: WaitingSince = new Map()): RunView {
  const folded = toFoldedView(state, { textCharactersMax: TEXT_CHARACTERS_MAX, waitingSince });
  return { ...toHeadView(run), ...folded, parked: null };
}

/** From the head alone; null where that does not say how the run stands. */
export function toListedView(run: RunEntity): RunView | null {
  const summary = readSummary(run.summary, run.version);
  return summary && { ...toHeadView(run), ...summary.view, parked: whyParked(summary) };
}

/** A run that this version cannot read: what it is about is still shown, where its head says so. */
export function toParkedView(run: RunEntity, error: UnreadableRunError): RunView {
  const known = toListedView(run) ?? toRunView({ run, state: EMPTY_RUN });
  return { ...known, parked: error.message.slice(0, REASON_CHARACTERS_MAX).toWellFormed() };
}

export function toRunEventView(row: RunEventEntity): RunEventView {
  return {
    sequence: row.sequence,
    type: row.type,
    data: cutTexts(JSON.parse(row.data), PAGE_BYTES_MAX) as Record<string, unknown>,
    recordedAt: row.recordedAt.toISOString(),
  };
}

function toHeadView(run: RunEntity) {
  return {
    id: run.id,
    workspaceId: run.workspaceId,
    agentId: run.agentId,
    agentVersion: run.agentVersion,
    status: run.status,
    version: run.version,
    createdAt: run.createdAt.toISOString(),
    updatedAt: run.updatedAt.toISOString(),
    deadlineAt: run.deadlineAt?.toISOString() ?? null,
    startedBy: run.initiator,
  };
}
