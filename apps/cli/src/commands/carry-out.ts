import pc from 'picocolors';
import { confirm, isPersonThere } from '../ask-person.js';
import { CliError, EXIT } from '../cli.errors.js';
import { PlanApplier, type AppliedItem } from '../declarative/apply-plan.client.js';
import type { ApplyInput } from '../declarative/apply.js';
import { hideQueries } from '../declarative/hide-queries.js';
import { labelOf, printPending, printPlan, summaryOf } from '../declarative/print-plan.js';
import { printJson, printLine, safeText } from '../print.js';
import type { CommandContext } from './command-context.js';

const MARKS = { done: pc.green('done'), failed: pc.red('failed'), 'not done': pc.yellow('not done') } as const;

/** A log is read by more people than may sign. */
const SECRET_KEPT_BACK =
  'its signing secret is not written to a log: make a new one with webhooks update --rotate-secret';

/** Shows what would happen, asks, and does it. Ends with the code of the first failure. */
export async function carryOut(context: CommandContext, input: ApplyInput, isAgreed: boolean): Promise<void> {
  const plan = hideQueries(input.plan);
  if (!context.json) printPlan(plan);
  if (plan.items.length === 0) {
    if (context.json) printJson({ plan, applied: [] });
    return;
  }
  // Who reads JSON has seen no plan.
  if (!isAgreed && (context.json || !isPersonThere()))
    throw new CliError('Nobody can be asked here: say --yes. Nothing was changed.', EXIT.usage);
  if (!isAgreed && !(await confirm(`Do it? ${summaryOf(plan)}`))) throw new CliError('Nothing was changed.');
  const applied: AppliedItem[] = [];
  for await (const one of new PlanApplier(context.api, input).apply()) {
    applied.push(one);
    if (!context.json) printApplied(one);
  }
  if (context.json) printJson({ plan, applied: applied.map(toJson) });
  finish(applied);
}

function printApplied({ item, state, problem, notes, pending, secret }: AppliedItem): void {
  printLine(`${MARKS[state]}: ${item.action} ${labelOf(item)}${problem ? `: ${safeText(problem.message)}` : ''}`);
  for (const note of notes) printLine(`    ${safeText(note)}`);
  for (const one of pending) printPending(one);
  if (secret)
    printLine(`    ${process.stdout.isTTY ? `its signing secret, shown this once: ${secret}` : SECRET_KEPT_BACK}`);
}

function toJson({ item, state, problem, notes, pending, secret }: AppliedItem): object {
  const { action, kind, name } = item;
  return { action, kind, name, state, problem: problem?.message ?? null, notes, pending, ...(secret && { secret }) };
}

function finish(applied: readonly AppliedItem[]): void {
  const failed = applied.find(({ problem }) => problem !== null);
  if (!failed?.problem) return;
  const done = applied.filter(({ state }) => state === 'done').length;
  const message = `${done} of ${applied.length} were done; the same again goes on with the rest.`;
  throw new CliError(message, failed.problem.exitCode);
}
