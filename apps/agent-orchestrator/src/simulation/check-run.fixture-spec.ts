import { isDeepStrictEqual } from 'node:util';
import { toConversation } from '../model/conversation.js';
import { outstanding, type RunCommand } from '../runs/decide.js';
import { secondsToNextStep } from '../runs/next-step.js';
import type { RunState } from '../runs/run-state.js';
import type { Witness } from './witness.fixture-spec.js';

/** Thrown by a simulation that saw what must never be. */
export class ViolationError extends Error {
  override readonly name = 'ViolationError';
}

/** @throws ViolationError, in words */
export function ensure(isSo: boolean, otherwise: string | (() => string)): asserts isSo {
  if (!isSo) throw new ViolationError(typeof otherwise === 'string' ? otherwise : otherwise());
}

const FOR_PEOPLE = new Set<string | undefined>(['pending_approval', 'unknown']);

/** What holds of a run whenever its log was written: after the news, and after what follows of itself. */
export function checkRun(state: RunState, seen: Witness): void {
  const commands = outstanding(state);
  checkStatus(state, commands, seen);
  checkProgress(state, commands);
  checkSubmissions(state, commands, seen);
  checkQuestions(commands, seen);
  if (seen.waiting().length === 0) checkConversation(state, seen);
}

function checkStatus({ status }: RunState, commands: readonly RunCommand[], seen: Witness): void {
  const wanted = seen.end ?? (seen.isSuspended ? 'suspended' : 'running');
  ensure(status === wanted, `the run is ${status}, and its log says ${wanted}`);
  if (status === 'running')
    ensure(!waitsForPeople(commands, seen), 'only people can go on, and the run is not suspended');
  if (status === 'suspended') ensure(seen.waiting().length > 0, 'the run is suspended and waits for nothing');
  if (status !== 'finished') return;
  const last = seen.turns.at(-1);
  ensure(last?.calls.length === 0, 'the run finished without an answer');
  ensure(last.messagesRead === seen.messages.length, 'the run finished with a message that nobody read');
}

/** A pause begins only when nobody but people can go on. */
export function checkPause(state: RunState, seen: Witness): void {
  if (seen.log.at(-1)?.type !== 'run_suspended') return;
  ensure(waitsForPeople(outstanding(state), seen), 'the run was suspended while there was work');
}

/** All that the router has waits for people, and it is given nothing more. */
function waitsForPeople(commands: readonly RunCommand[], seen: Witness): boolean {
  const open = seen.waiting().filter((id) => seen.withRouter.has(id));
  const hasWork = commands.some(({ type }) => type !== 'check_call');
  return !hasWork && open.length > 0 && open.every((id) => FOR_PEOPLE.has(seen.callStates.get(id)));
}

/** Every run is over, has work, or waits for something that has a name. */
function checkProgress(state: RunState, commands: readonly RunCommand[]): void {
  const isOver = ['finished', 'failed', 'cancelled'].includes(state.status);
  ensure(isOver === (commands.length === 0), `a run that is ${state.status} has ${commands.length} commands`);
  for (const { type } of commands) ensure(isEffect(type), `${type} was left to nobody`);
  const waits = commands.every(({ type }) => type === 'check_call');
  ensure((secondsToNextStep(state) === null) === waits, 'the next step is announced exactly when there is work');
  for (const command of commands) {
    if (command.type === 'check_call') {
      ensure(command.call.callId !== null, `the run waits for ${command.call.toolCallId}, which nobody has`);
    }
  }
}

function isEffect(type: RunCommand['type']): boolean {
  return type === 'ask_model' || type === 'submit_call' || type === 'check_call';
}

function checkSubmissions({ limits }: RunState, commands: readonly RunCommand[], seen: Witness): void {
  const submitted = commands.filter((command) => command.type === 'submit_call').map(({ call }) => call.toolCallId);
  ensure(new Set(submitted).size === submitted.length, 'a call is submitted twice at once');
  const waiting = seen.waiting();
  for (const id of submitted) {
    ensure(!seen.withRouter.has(id), `${id} is with the router already`);
    ensure(waiting.includes(id), `${id} has its result`);
  }
  const open = waiting.filter((id) => seen.withRouter.has(id)).length;
  const atOnce = open + submitted.length;
  const most = Math.max(open, limits.parallelCallsMax ?? Infinity);
  ensure(atOnce <= most, `${atOnce} calls are with the router, of ${most}`);
}

function checkQuestions(commands: readonly RunCommand[], seen: Witness): void {
  for (const command of commands) {
    if (command.type !== 'ask_model') continue;
    ensure(commands.length === 1, 'the model is asked beside other work');
    ensure(command.turn === seen.turns.length + 1, `turn ${command.turn} is asked after turn ${seen.turns.length}`);
    ensure(seen.waiting().length === 0, 'the model is asked while a call has no result');
    ensure(seen.spentTurns < (seen.started?.turnsMax ?? 0), 'the model is asked beyond the limit of turns');
    ensure(seen.spentTokens < (seen.started?.tokensMax ?? Infinity), 'the model is asked beyond the limit of tokens');
  }
}

/** Each turn is followed by one result per call, in order; no message is lost, doubled or out of order. */
export function checkConversation(state: RunState, seen: Witness): void {
  const conversation = toConversation(state).flatMap(toLines);
  const expected = expectedLines(seen);
  ensure(
    isDeepStrictEqual(conversation, expected),
    () => `the model reads\n  ${conversation.join('\n  ')}\nand the log says\n  ${expected.join('\n  ')}`,
  );
}

type ConversationMessage = ReturnType<typeof toConversation>[number];
type ToolResult = Extract<ConversationMessage, { role: 'tool' }>['content'][number];

function toLines({ role, content }: ConversationMessage): string[] {
  if (role === 'user') return [`user ${content}`];
  if (role === 'tool') return content.map(toResultLine);
  return content.map((part) => (part.type === 'text' ? `says ${part.text}` : `calls ${part.toolCallId}`));
}

function toResultLine({ toolCallId, output: { type, value } }: ToolResult): string {
  return `result ${toolCallId} ${type} ${typeof value === 'string' ? value : JSON.stringify(value)}`;
}

function expectedLines(seen: Witness): string[] {
  let read = 0;
  const lines = [`user ${seen.started?.prompt}`];
  for (const { text, calls, messagesRead = 0 } of seen.turns) {
    lines.push(...seen.messages.slice(read, messagesRead).map((message) => `user ${message}`));
    read = messagesRead;
    if (text !== '') lines.push(`says ${text}`);
    lines.push(...calls.map(({ toolCallId }) => `calls ${toolCallId}`));
    lines.push(...calls.map(({ toolCallId }) => expectedResult(seen, toolCallId)));
  }
  return [...lines, ...seen.messages.slice(read).map((message) => `user ${message}`)];
}

function expectedResult({ results, compacted }: Witness, toolCallId: string): string {
  const result = results.get(toolCallId);
  if (result === undefined) return `${toolCallId} has no result`;
  const note = `[The result had ${result.text.length} characters and was left out here, because the conversation is too long for it.]`;
  const value = compacted.has(toolCallId) ? note : result.text;
  return `result ${toolCallId} ${result.isError ? 'error-text' : 'text'} ${value}`;
}
