import { type Command, Option } from 'commander';
import pc from 'picocolors';
import { CALL_STATES, type CallDetails, type CallView } from '@countersign/contracts';
import { printFields, printLine, printTable, safeText } from '../print.js';
import { contextOf, readLimit, show } from './command-context.js';

interface CallWithResult extends CallDetails {
  /** JSON of the tool's result, where there is one. */
  readonly result?: unknown;
}

export function addCallsCommand(program: Command): void {
  const calls = program.command('calls').description('the ledger: every call that was proposed');
  calls
    .command('list')
    .description('newest first')
    .addOption(new Option('--state <state>', 'only these').choices(CALL_STATES))
    .option('--limit <n>', 'at most this many', '50')
    .action(async ({ state, limit }: { state?: string; limit: string }, command: Command) => {
      const context = contextOf(command);
      const { itemsMax, size } = readLimit(limit);
      const query = new URLSearchParams({ limit: size, ...(state && { state }) }).toString();
      const items = await context.api.list<CallView>(`/calls?${query}`, itemsMax);
      show(context, items.slice(0, itemsMax), printCalls);
    });
  calls
    .command('show')
    .description('one call with its arguments and result')
    .argument('<id>')
    .action(async (id: string, _options: object, command: Command) => {
      const context = contextOf(command);
      show(context, await context.api.get<CallWithResult>(`/calls/${encodeURIComponent(id)}`), printCall);
    });
}

function printCalls(items: readonly CallView[]): void {
  const rows = items.map((call) => [
    call.id,
    call.toolName === null ? call.exposedName : `${call.integrationSlug} ${call.toolName}`,
    call.principal.name,
    call.verdict,
    call.state,
    call.createdAt,
  ]);
  printTable(['Id', 'Tool', 'Asked by', 'Verdict', 'State', 'At'], rows, 'No calls yet.');
}

function printCall(call: CallWithResult): void {
  printFields([
    ['Call', call.id],
    ['Tool', `${call.integrationSlug ?? ''} ${call.toolName ?? call.exposedName}`.trim()],
    ['Asked by', `${call.principal.name} (${call.principal.kind})`],
    ['Verdict', `${call.verdict}: ${call.verdictReason}`],
    ['State', call.outcomeReason ? `${call.state}: ${call.outcomeReason}` : call.state],
    ['Approval', call.approvalId ?? 'none'],
    ['Proposed', call.createdAt],
    ['Sent', call.sentAt ?? 'not sent'],
    ['Settled', call.settledAt ?? 'not yet'],
  ]);
  printLine(`${pc.bold('Arguments')}\n${safeText(call.arguments)}`);
  if (call.result !== undefined && call.result !== null) {
    const text = typeof call.result === 'string' ? call.result : JSON.stringify(call.result, null, 2);
    printLine(`${pc.bold('Result')}\n${safeText(text)}`);
  }
}
