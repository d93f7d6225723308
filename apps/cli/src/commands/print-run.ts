import type { Schemas } from '@countersign/api-client';
import pc from 'picocolors';
import { printFields, printLine, printTable, safeLine, safeText } from '../print.js';

type RunView = Schemas['RunView'];

const PROMPT_CHARACTERS_MAX = 60;
const MICROS_PER_DOLLAR = 1_000_000;

export function printRuns(runs: readonly RunView[]): void {
  const rows = runs.map((run) => [
    run.id,
    run.parked ? `${run.status}, parked` : run.status,
    String(run.turns),
    run.calls
      .filter(({ whatToDo }) => whatToDo)
      .map(({ exposedName }) => exposedName)
      .join(', '),
    glance(run.prompt),
    run.createdAt,
  ]);
  printTable(['Id', 'Status', 'Turns', 'Waits for a person', 'Prompt', 'Started'], rows, 'No runs.');
}

export function printRun(run: RunView): void {
  printFields([
    ['Run', run.id],
    ['Agent', `${run.agentId}, version ${run.agentVersion}`],
    ['Status', statusOf(run)],
    ...(run.parked ? [['Parked', `this version cannot read its log: ${run.parked}`] as const] : []),
    ...(run.forkedFrom
      ? [['Fork of', `${run.forkedFrom.runId}, up to event ${run.forkedFrom.sequence}`] as const]
      : []),
    ['Turns', String(run.turns)],
    ...(run.messages?.count ? [['Messages', `${run.messages.count}, ${run.messages.unread} unread`] as const] : []),
    ...usageOf(run),
    ...(run.deadlineAt ? [['Ends by', run.deadlineAt] as const] : []),
    ['Started', run.createdAt],
    ['Changed', run.updatedAt],
    ['Prompt', run.prompt],
  ]);
  if (run.calls.length > 0) printCalls(run.calls);
  for (const { exposedName, whatToDo } of run.calls) {
    if (whatToDo) printLine(`${safeLine(exposedName)}: ${safeText(whatToDo)}`);
  }
  if (run.answer !== null) printLine(`${pc.bold('Answer')}\n${safeText(run.answer)}`);
}

function printCalls(calls: readonly Schemas['RunCallView'][]): void {
  const rows = calls.map((call) => [
    call.toolCallId,
    call.exposedName,
    call.waitingSince ? `${call.state} since ${call.waitingSince}` : call.state,
    call.callId ?? '',
    glance(call.resultPreview ?? ''),
  ]);
  printTable(['Call', 'Tool', 'State', 'Id', 'Result'], rows, '');
}

function statusOf({ status, failure, cancelledBy }: RunView): string {
  if (failure !== null) return `${status}: ${failure}`;
  return cancelledBy ? `${status} by ${cancelledBy.name}` : status;
}

function usageOf({ usage, costMicros }: RunView): (readonly [string, string])[] {
  if (!usage || usage.inputTokens + usage.outputTokens === 0) return [];
  const { inputTokens, outputTokens, cachedInputTokens } = usage;
  const cost = costMicros == null ? '' : `, $${(costMicros / MICROS_PER_DOLLAR).toFixed(4)}`;
  return [['Tokens', `${inputTokens} read (${cachedInputTokens} of them cached), ${outputTokens} written${cost}`]];
}

function glance(text: string): string {
  return text.length <= PROMPT_CHARACTERS_MAX ? text : `${text.slice(0, PROMPT_CHARACTERS_MAX)}…`;
}
