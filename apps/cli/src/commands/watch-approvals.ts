import { setTimeout as wait } from 'node:timers/promises';
import type { ApprovalView } from '@countersign/contracts';
import pc from 'picocolors';
import { runInbox } from '../inbox/inbox.host.js';
import { printJson, printLine, safeLine } from '../print.js';
import type { CommandContext } from './command-context.js';
import { printApproval, type ShownApproval } from './print-approval.js';

/** Soon enough for a person, and little for a server. */
const POLL_INTERVAL_MS = 1_000;

/** In a terminal an inbox; line by line for programs and files. */
export async function watchApprovals(context: CommandContext): Promise<never> {
  if (context.json || !process.stdin.isTTY || !process.stdout.isTTY) return printAsTheyCome(context);
  const terminal = { input: process.stdin, output: process.stdout, isColored: pc.isColorSupported };
  // A question that nobody waits for any more would keep the process.
  process.exit(await runInbox(context.api, terminal));
}

/** Prints every request once when it comes, and how it ended. Runs until it is interrupted. */
async function printAsTheyCome({ api, json }: CommandContext): Promise<never> {
  const pending = new Map<string, ApprovalView>();
  if (!json) printLine('Waiting for requests; Ctrl-C ends.');
  for (;;) {
    const now = await api.list<ApprovalView>('/approvals?state=pending');
    for (const approval of now.filter(({ id }) => !pending.has(id))) {
      pending.set(approval.id, approval);
      const details = await api.get<ShownApproval>(`/approvals/${approval.id}`);
      if (json) printJson(details);
      else printRequest(details);
    }
    const ids = new Set(now.map(({ id }) => id));
    for (const id of [...pending.keys()].filter((known) => !ids.has(known))) {
      pending.delete(id);
      const ended = await api.get<ShownApproval>(`/approvals/${id}`);
      if (json) printJson(ended);
      else printEnded(ended);
    }
    await wait(POLL_INTERVAL_MS);
  }
}

function printEnded({ toolName, state, decidedBy }: ShownApproval): void {
  printLine(`→ ${safeLine(toolName)}: ${state}${decidedBy ? ` by ${safeLine(decidedBy.name)}` : ''}\n`);
}

function printRequest(details: ShownApproval): void {
  printLine();
  printApproval(details);
  const short = details.id.slice(-8);
  printLine(`  countersign approvals approve ${short}   |   countersign approvals deny ${short} --reason "…"`);
}
