import type { Schemas } from '@countersign/api-client';
import pc from 'picocolors';
import { printFields, printLine, printNote, printTable, safeLine, safeText } from '../print.js';

type CallView = Schemas['CallView'];
type CallDetails = Schemas['CallDetailsView'];
type Field = readonly [string, string];

export function printCalls(items: readonly CallView[]): void {
  const rows = items.map((call) => [
    call.id,
    toolOf(call),
    call.principal.name,
    call.verdict,
    listedStateOf(call),
    call.createdAt,
  ]);
  printTable(['Id', 'Tool', 'Asked by', 'Verdict', 'State', 'At'], rows, 'No calls.');
  if (items.some(({ state }) => state === 'unknown')) {
    printNote('What is unknown waits for a person: countersign calls resolve <id> shows what is known of it.');
  }
}

/** The whole story of one. */
export function printCall(call: CallDetails): void {
  const { story } = call;
  printFields([
    ['Call', call.id],
    ['Tool', toolOf(call)],
    ['Asked by', `${call.principal.name} (${call.principal.kind})`],
    ...fieldsOf([
      ['Of agent', call.agentId ?? null],
      ['Of run', call.runId],
      ['Instead of', call.retryOf ?? null],
    ]),
    ['Verdict', `${call.verdict}: ${call.verdictReason}`],
    ['State', stateOf(call)],
    ['Approval', call.approvalId ?? 'none'],
    ...fieldsOf([['Decide until', call.state === 'pending_approval' ? call.expiresAt : null]]),
    ['Proposed', call.createdAt],
    ['Sent', call.sentAt ?? 'not sent'],
    ['Settled', call.settledAt ?? 'not yet'],
    ...fieldsOf([
      ['Fence', String(call.fence)],
      ['Tries', story.attempts > 0 ? `${story.attempts} without an end${story.isRepeat ? ', repeated' : ''}` : null],
      ['Client', call.clientGoneAt ? `gone since ${call.clientGoneAt}` : null],
      ['Cancellation', cancellationOf(call)],
      ['Edited', call.editSummary ?? null],
      ['Made again as', story.retriedAs],
      ['Trace', call.traceId ?? null],
    ]),
  ]);
  printSteps(story.steps);
  printText(call.editedArguments ? 'Arguments that were asked for' : 'Arguments', call.arguments);
  if (call.editedArguments) printText('Arguments that were approved', call.editedArguments);
  for (const late of story.lateOutcomes) printLate(late);
  printResult(call);
  if (call.state === 'unknown') printChoices(call);
}

/** What a person can say of a call that nobody knows the end of. */
function printChoices({ id }: CallView): void {
  const line = `countersign calls resolve ${id}`;
  printLine(pc.bold('Look at the server itself, then say what became of it'));
  printFields([
    ['It happened', `${line} succeeded --note "what you found"`],
    ['It did not', `${line} failed --note "what you found"`],
    ['Do it again', `${line} retry --note "why"     (judged by the rules of now: what asks, asks again)`],
  ]);
}

function printSteps(steps: readonly Schemas['CallStep'][]): void {
  printLine(pc.bold('Story'));
  for (const { at, to, fence, actor, reason } of steps) {
    const time = pc.dim(at ?? 'at an unknown time      ');
    printLine(`  ${time}  ${to} (fence ${fence}, ${safeLine(actor)}): ${safeLine(reason)}`);
  }
}

function printLate({ at, fence, state, reason, resultBytes, resultStart }: Schemas['LateOutcome']): void {
  const why = reason === null ? '' : `: ${safeLine(reason)}`;
  const cut = Buffer.byteLength(resultStart) < resultBytes ? `, the beginning of ${resultBytes} bytes` : '';
  printText(`Late answer, ${at}, under fence ${fence}: ${state}${why}${cut}`, resultStart);
}

function printResult({ result, isResultCut, resultBytes }: CallDetails): void {
  if (result !== null) printText(isResultCut ? `Result, the beginning of ${resultBytes} bytes` : 'Result', result);
  else if (resultBytes) printLine(`${pc.bold('Result')}\nIts ${resultBytes} bytes are not kept any more.`);
}

function printText(title: string, text: string): void {
  printLine(`${pc.bold(title)}\n${safeText(text)}`);
}

function toolOf({ integrationSlug, toolName, exposedName }: CallView): string {
  return toolName === null ? exposedName : `${integrationSlug ?? ''} ${toolName}`.trim();
}

function stateOf({ state, outcomeReason }: CallView): string {
  return outcomeReason ? `${state}: ${outcomeReason}` : state;
}

function listedStateOf(call: CallView): string {
  if (call.state === 'unknown') return stateOf(call);
  const isBeingCancelled = call.cancelRequested === true && call.settledAt === null;
  return isBeingCancelled ? `${call.state}, to be cancelled` : call.state;
}

/** Of a call that ended by it, its state says so. */
function cancellationOf({ cancelRequested, state, sentAt, settledAt }: CallView): string | null {
  if (cancelRequested !== true || state === 'cancelled') return null;
  if (sentAt !== null) return 'asked for, after it had been sent';
  return settledAt === null ? 'asked for' : 'asked for, when it had another end';
}

function fieldsOf(fields: readonly (readonly [string, string | null])[]): Field[] {
  return fields.flatMap(([name, value]): Field[] => (value === null ? [] : [[name, value]]));
}
