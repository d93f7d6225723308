import { setTimeout as wait } from 'node:timers/promises';
import type { BenchSystem } from './bench-system.ts';
import { createMcpToken } from './integrations.ts';
import { McpClient } from './mcp-client.ts';
import { readCpuMs, readRssMb } from './process-usage.ts';
import { RestApi } from './rest-api.ts';
import { ROUTER } from './call-hops.ts';

/** As many as one principal may have pending. */
const CALLS_PER_TOKEN = 20;
const TOKENS = 50;
export const PENDING = TOKENS * CALLS_PER_TOKEN;
const TOOL = 'Tracker__issue_x2Edelete';
const PAGE = 100;
/** Between two calls: a thousand at one moment would measure a burst. */
const PAUSE_MS = 5;
/** What follows from the last request has ended. */
const SETTLE_MS = 4_000;
const WINDOW_MS = 10_000;
/** The longest there is: no call may be answered while the held ones are measured. */
const HOLD_MS = 45_000;
const LOOK_PAUSE_MS = 500;
/** Then enough of the hold is left to measure in. */
const LOOK_MS_MAX = HOLD_MS - SETTLE_MS - WINDOW_MS - 5_000;

/** Over some seconds in which nothing is asked of the system. CPU of one core, in percent. */
export interface QuietFigures {
  readonly what: string;
  readonly routerRssMb: number | null;
  readonly cpuPercent: Readonly<Record<string, number>>;
}

export interface PendingFigures {
  /** What was answered by something else than a ticket, and the first of it. */
  readonly failures: readonly string[];
  readonly before: QuietFigures;
  /** Every client's request still open. */
  readonly held: QuietFigures;
  /** Every client answered with its ticket. */
  readonly ticketed: QuietFigures;
}

/** A thousand calls that wait for a person, of as many principals as it takes. */
export async function measurePending(system: BenchSystem): Promise<PendingFigures> {
  const { dev } = system;
  const api = new RestApi(dev.apiUrl, dev.adminToken);
  const tokens = [];
  for (let number = 0; number < TOKENS; number += 1) {
    tokens.push(await createMcpToken(api, `Bench pending ${number}`, { holdMs: HOLD_MS }));
  }
  const clients = tokens.flatMap(({ token }) =>
    Array.from({ length: CALLS_PER_TOKEN }, () => new McpClient(dev.mcpUrl, token)),
  );
  try {
    const before = await measureQuiet(system, 'nothing pending');
    const startedAt = performance.now();
    const measureHeld = async (): Promise<QuietFigures> => {
      const pending = await countPending(new RestApi(dev.apiUrl, dev.approverToken), startedAt + LOOK_MS_MAX);
      const held = await measureQuiet(system, `${pending} pending, their requests held open`);
      if (performance.now() - startedAt > HOLD_MS) throw new Error('the machine is too busy: holds ended meanwhile');
      return held;
    };
    const calls = clients.map((client, number) => callAt(startedAt + number * PAUSE_MS, client, `ISSUE-${number}`));
    const [held, ...answers] = await Promise.all([measureHeld(), ...calls]);
    const ticketed = await measureQuiet(system, 'the same, every request answered');
    return { before, held, ticketed, failures: answers.filter((answer) => answer !== null) };
  } finally {
    await Promise.all(clients.map((client) => client.close()));
    // Ends what they wait for.
    for (const { id } of tokens) await api.delete(`/tokens/${id}`);
  }
}

/** Null for a ticket, else what went wrong: that a router cannot hold so many is a figure too. */
async function callAt(atMs: number, client: McpClient, id: string): Promise<string | null> {
  await wait(atMs - performance.now());
  try {
    const { text } = await client.callTool(TOOL, { id });
    return text.includes('countersign__approval_status') ? null : text;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

async function measureQuiet({ pids }: BenchSystem, what: string): Promise<QuietFigures> {
  await wait(SETTLE_MS);
  const [before, startedAt] = [readCpuMs(pids), performance.now()];
  await wait(WINDOW_MS);
  const [after, elapsedMs] = [readCpuMs(pids), performance.now() - startedAt];
  const percent = (name: string): number => (100 * ((after[name] ?? 0) - (before[name] ?? 0))) / elapsedMs;
  const names = [ROUTER, 'postgres', 'policy', 'nats'];
  const cpuPercent = Object.fromEntries(names.map((name) => [name, percent(name)]));
  return { what, routerRssMb: readRssMb(pids[ROUTER] ?? 0), cpuPercent };
}

/** All of them, or as many as there are when the time is up. */
async function countPending(approvals: RestApi, untilMs: number): Promise<number> {
  for (;;) {
    let count = 0;
    let path: string | null = '/approvals?state=pending';
    while (path !== null) {
      const { items, nextCursor }: ApprovalPage = await approvals.get<ApprovalPage>(`${path}&limit=${PAGE}`);
      count += items.length;
      path = nextCursor === null ? null : `/approvals?state=pending&cursor=${encodeURIComponent(nextCursor)}`;
    }
    if (count >= PENDING || performance.now() > untilMs) return count;
    await wait(LOOK_PAUSE_MS);
  }
}

interface ApprovalPage {
  readonly items: readonly unknown[];
  readonly nextCursor: string | null;
}
