import type { Schemas } from '@countersign/api-client';
import { DECISIONS_AT_ONCE_MAX } from '@countersign/contracts';
import type { Command } from 'commander';
import { type ApiClient, WORKSPACE } from '../api.client.js';
import { CliError, EXIT } from '../cli.errors.js';
import { printLine, safeLine } from '../print.js';
import { show } from './command-context.js';
import { decide, type Decision } from './decide.client.js';
import { editArguments, type EditOptions } from './edit-arguments.js';
import { approverContext, findApproval, findApprovals, getApproval } from './find-approval.js';

type DecisionResult = Schemas['DecisionResult'];

interface ReasonOption {
  readonly reason?: string;
}

interface BatchOptions extends ReasonOption {
  readonly approve?: readonly string[];
  readonly deny?: readonly string[];
}

export function addDecisions(approvals: Command): void {
  addApprove(approvals);
  addDeny(approvals);
  addDecide(approvals);
}

function addApprove(approvals: Command): void {
  approvals
    .command('approve')
    .description('execute the call exactly as it stands, or with edited arguments, once')
    .argument('<id>', 'id, or its beginning while it is pending')
    .option('--reason <text>', 'why')
    .option('--arguments-file <file>', 'run these arguments instead; a JSON object, "-" for the standard input')
    .option('--edit', 'edit the arguments in $EDITOR; what changes is shown before it is sent')
    .action(async (id: string, options: ReasonOption & EditOptions, command: Command) => {
      const context = approverContext(command);
      const { api } = context;
      const approvalId = await findApproval(api, id);
      const edited = await editArguments(options, async () => (await getApproval(api, approvalId)).arguments);
      const details = { reason: options.reason, edited };
      show(context, await decide(api, approvalId, 'approve', details), printDecided);
    });
}

function addDeny(approvals: Command): void {
  approvals
    .command('deny')
    .description('do not execute it; the reason reaches the model')
    .argument('<id>', 'id, or its beginning while it is pending')
    .option('--reason <text>', 'why')
    .action(async (id: string, { reason }: ReasonOption, command: Command) => {
      const context = approverContext(command);
      const approvalId = await findApproval(context.api, id);
      show(context, await decide(context.api, approvalId, 'deny', { reason }), printDecided);
    });
}

function addDecide(approvals: Command): void {
  approvals
    .command('decide')
    .description('decide several; one that fails does not hold up the others')
    .option('--approve <ids...>', 'execute these as they stand')
    .option('--deny <ids...>', 'do not execute these')
    .option('--reason <text>', 'why, of all of them')
    .action(async ({ approve = [], deny = [], reason }: BatchOptions, command: Command) => {
      const context = approverContext(command);
      const ids = await findApprovals(context.api, [...approve, ...deny]);
      if (ids.length === 0) throw new CliError('Say which: --approve <ids...>, --deny <ids...>.', EXIT.usage);
      if (new Set(ids).size < ids.length) throw new CliError('An approval is named twice.', EXIT.usage);
      const items = ids.map((approvalId, index) => {
        const decision: Decision = index < approve.length ? 'approve' : 'deny';
        return { approvalId, decision, ...(reason && { reason }) };
      });
      const results: DecisionResult[] = [];
      try {
        await decideAll(context.api, items, results);
      } finally {
        // Also where a later portion failed: what was decided before is decided.
        if (results.length > 0) show(context, results, printResults);
      }
      if (results.some(({ problem }) => problem !== null)) process.exitCode = EXIT.failed;
    });
}

/** In portions that the API takes. */
async function decideAll(
  api: ApiClient,
  decisions: readonly Schemas['OneDecision'][],
  results: DecisionResult[],
): Promise<void> {
  for (let start = 0; start < decisions.length; start += DECISIONS_AT_ONCE_MAX) {
    const body = { decisions: decisions.slice(start, start + DECISIONS_AT_ONCE_MAX) };
    const { items } = await api.answer(api.client.POST(`${WORKSPACE}/approvals/decisions`, { params: api.at(), body }));
    results.push(...items);
  }
}

function printDecided({ toolName, state, argumentsEdited }: Schemas['ApprovalView']): void {
  printLine(`${safeLine(toolName)}: ${state}${argumentsEdited ? ' with edited arguments' : ''}`);
}

function printResults(results: readonly DecisionResult[]): void {
  for (const { approvalId, approval, problem } of results) {
    const what = approval ? `${safeLine(approval.toolName)}: ${approval.state}` : '';
    printLine(`${approvalId}  ${problem ? `! ${safeLine(problem.message)} (${safeLine(problem.code)})` : what}`);
  }
}
