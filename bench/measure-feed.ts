import process from 'node:process';
import { setTimeout as wait } from 'node:timers/promises';
import type { BenchSystem } from './bench-system.ts';
import { type Distribution, toDistribution } from './distribution.ts';
import type { FeedAudience } from './feed-audience.ts';
import { findIntegration } from './integrations.ts';
import { McpClient } from './mcp-client.ts';
import { poll } from './poll.ts';
import { readRssMb } from './process-usage.ts';
import { measureQuiet } from './quiet-usage.ts';
import { RestApi } from './rest-api.ts';

const GATEWAY = 'admin-gateway';
const POSTGRES = 'postgres';
/** Half of them close the tool, half open it again. */
const CHANGES = 40;
const APPROVALS = 20;
const WARM_UP = 4;
const TOOL = 'getIssue';
/** Asks from the first start on. */
const ASKING_TOOL = 'Tracker__issue_x2Edelete';
const QUIET_MS = 15_000;
/** What opening and closing leave behind has ended by then. */
const SETTLE_MS = 5_000;
const LOOK_PAUSE_MS = 100;

/** From one moment until everybody was told, in ms. */
export interface ToldFigures {
  /** Of every client and every change. */
  readonly each: Distribution;
  /** Of every change the client that was told last. */
  readonly last: Distribution;
}

export interface ChangeFigures {
  readonly sentToAnswered: Distribution;
  readonly sentToTold: ToldFigures;
  /** Zero where a client was told before the answer came. */
  readonly answeredToTold: ToldFigures;
}

export interface RestFigures {
  readonly gatewayRssMb: number | null;
  readonly gatewayCpuPercent: number;
  readonly postgresCpuPercent: number;
  readonly othersPercent: number;
}

interface Moment {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly toldAt: readonly number[];
}

/** One after another, so that each meets a feed at rest. */
export async function measurePolicyChanges(system: BenchSystem, audience: FeedAudience): Promise<ChangeFigures> {
  const api = new RestApi(system.dev.apiUrl, system.dev.adminToken);
  const path = `/mcp-integrations/${await findIntegration(api, 'Tracker')}/tools`;
  return measure(WARM_UP + CHANGES, async (number) => {
    const tools = [{ name: TOOL, enabled: number % 2 === 1 }];
    return tell(audience, 'tool-policies.changed', () => api.patch(path, { tools }));
  });
}

/** Of a call that has to wait for a person, until they are asked. It is answered when it was decided: nobody waits for that. */
export async function measureApprovals(system: BenchSystem, audience: FeedAudience): Promise<ChangeFigures> {
  const { dev } = system;
  const router = new McpClient(dev.mcpUrl, dev.mcpToken);
  const approver = new RestApi(dev.apiUrl, dev.approverToken);
  try {
    return await measure(WARM_UP + APPROVALS, async (number) => {
      const asked = audience.hear('approval.requested');
      const sentAt = performance.now();
      const isOver = router.callTool(ASKING_TOOL, { id: `bench-${number}` });
      const [toldAt] = await Promise.all([asked, asked.then(() => decide(approver, audience)), isOver]);
      return { sentAt, answeredAt: sentAt, toldAt };
    });
  } finally {
    await router.close();
  }
}

/** While nothing happens. */
export async function measureAtRest(system: BenchSystem): Promise<RestFigures> {
  await wait(SETTLE_MS);
  const { cpuPercent, othersPercent } = await measureQuiet({ ...system.pids, bench: process.pid }, QUIET_MS);
  return {
    gatewayRssMb: readRssMb(system.pidOf(GATEWAY)),
    gatewayCpuPercent: cpuPercent[GATEWAY] ?? 0,
    postgresCpuPercent: cpuPercent[POSTGRES] ?? 0,
    othersPercent,
  };
}

async function tell(audience: FeedAudience, kind: string, change: () => Promise<unknown>): Promise<Moment> {
  const told = audience.hear(kind);
  const sentAt = performance.now();
  const [answeredAt, toldAt] = await Promise.all([change().then(() => performance.now()), told]);
  return { sentAt, answeredAt, toldAt };
}

/** Resolves when everybody was told of that, too. */
async function decide(approver: RestApi, audience: FeedAudience): Promise<void> {
  const id = await poll('the approval', () => findPending(approver), LOOK_PAUSE_MS);
  const told = audience.hear('approval.decided');
  await Promise.all([approver.post(`/approvals/${id}/decision`, { decision: 'approve' }), told]);
}

async function findPending(approver: RestApi): Promise<string | null> {
  const { items } = await approver.get<{ items: { id: string }[] }>('/approvals?state=pending');
  return items[0]?.id ?? null;
}

async function measure(times: number, change: (number: number) => Promise<Moment>): Promise<ChangeFigures> {
  const moments: Moment[] = [];
  for (let number = 0; number < times; number += 1) {
    const moment = await change(number);
    if (number >= WARM_UP) moments.push(moment);
  }
  return {
    sentToAnswered: toDistribution(moments.map(({ sentAt, answeredAt }) => answeredAt - sentAt)),
    sentToTold: toTold(moments, ({ sentAt }) => sentAt),
    answeredToTold: toTold(moments, ({ answeredAt }) => answeredAt),
  };
}

function toTold(moments: readonly Moment[], from: (moment: Moment) => number): ToldFigures {
  const delays = moments.map((moment) => moment.toldAt.map((atMs) => Math.max(0, atMs - from(moment))));
  return {
    each: toDistribution(delays.flat()),
    last: toDistribution(delays.map((ofAll) => Math.max(...ofAll))),
  };
}
