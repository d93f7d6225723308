import { setTimeout as wait } from 'node:timers/promises';
import type { Schemas } from '@countersign/api-client';
import pc from 'picocolors';
import { runInbox } from '../inbox/inbox.host.js';
import { printJson, printLine, safeLine } from '../print.js';
import type { CommandContext } from './command-context.js';
import { getApproval, listPending } from './find-approval.js';
import { printApproval } from './print-approval.js';

type Details = Schemas['ApprovalDetailsView'];

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
  const pending = new Set<string>();
  if (!json) printLine('Waiting for requests; Ctrl-C ends.');
  for (;;) {
    const now = await listPending(api);
    for (const { id } of now.filter((approval) => !pending.has(approval.id))) {
      pending.add(id);
      const details = await getApproval(api, id);
      if (json) printJson(details);
      else printRequest(details);
    }
    const ids = new Set(now.map(({ id }) => id));
    for (const id of [...pending].filter((known) => !ids.has(known))) {
      pending.delete(id);
      const ended = await getApproval(api, id);
      if (json) printJson(ended);
      else printEnded(ended);
    }
    await wait(POLL_INTERVAL_MS);
  }
}

function printEnded({ toolName, state, decidedBy }: Details): void {
  printLine(`→ ${safeLine(toolName)}: ${state}${decidedBy ? ` by ${safeLine(decidedBy.name)}` : ''}\n`);
}

function printRequest(details: Details): void {
  printLine();
  printApproval(details);
  const short = details.id.slice(-8);
  printLine(`  countersign approvals approve ${short}   |   countersign approvals deny ${short} --reason "…"`);
}
