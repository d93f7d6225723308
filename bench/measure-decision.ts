import type { BenchSystem } from './bench-system.ts';
import { toDistribution, type Distribution } from './distribution.ts';
import { McpClient } from './mcp-client.ts';
import { poll } from './poll.ts';
import { RestApi } from './rest-api.ts';
import { TrackerLedger } from './tracker-ledger.ts';

/** So many that p99 is not the slowest one. */
const DECISIONS = 100;
const WARM_UP_DECISIONS = 3;
/** Asks from the first start on. */
const TOOL = 'issue.delete';
const EXPOSED_TOOL = 'Tracker__issue_x2Edelete';
/** While nothing is measured: how often the approval is looked for. */
const LOOK_PAUSE_MS = 10;

/** All in ms. */
export interface DecisionFigures {
  readonly sentToAnswered: Distribution;
  readonly sentToCalled: Distribution;
  /** Zero where the server had been called before the decision's answer came. */
  readonly answeredToCalled: Distribution;
  /** To the result in the hands of the client whose request was held. */
  readonly answeredToResult: Distribution;
}

/** Times of the system's clock, because the tracker's are. */
interface Decision {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly calledAt: number;
  readonly resultAt: number;
}

interface Parts {
  readonly approvals: RestApi;
  readonly router: McpClient;
  readonly tracker: McpClient;
  readonly ledger: TrackerLedger;
}

/** Calls that wait for a person, each on an issue of its own, approved one after another. */
export async function measureDecisions(system: BenchSystem): Promise<DecisionFigures> {
  const { dev } = system;
  const parts: Parts = {
    approvals: new RestApi(dev.apiUrl, dev.approverToken),
    router: new McpClient(dev.mcpUrl, dev.mcpToken),
    tracker: new McpClient(system.trackerUrl, null),
    ledger: new TrackerLedger(system.trackerAdminUrl),
  };
  const decisions: Decision[] = [];
  try {
    for (let number = 0; number < WARM_UP_DECISIONS + DECISIONS; number += 1) {
      const decision = await measureDecision(parts, number);
      if (number >= WARM_UP_DECISIONS) decisions.push(decision);
    }
  } finally {
    await Promise.all([parts.router.close(), parts.tracker.close()]);
  }
  return toFigures(decisions);
}

async function measureDecision(parts: Parts, number: number): Promise<Decision> {
  const created = await parts.tracker.callToolWell('issue.create', { title: `Bench ${number}` });
  const { id } = created.structuredContent as { id: string };
  await parts.ledger.skip();
  const [decision, resultAt] = await Promise.all([
    decide(parts, id),
    parts.router.callToolWell(EXPOSED_TOOL, { id }).then(() => Date.now()),
  ]);
  return { ...decision, resultAt };
}

async function decide({ approvals, ledger }: Parts, id: string): Promise<Omit<Decision, 'resultAt'>> {
  const approvalId = await poll('the request for an approval', () => findPending(approvals), LOOK_PAUSE_MS);
  const sentAt = Date.now();
  await approvals.post(`/approvals/${approvalId}/decision`, { decision: 'approve' });
  const answeredAt = Date.now();
  const entries = await ledger.nextEntries();
  const [entry] = entries;
  if (entries.length !== 1 || entry?.tool !== TOOL || entry.arguments.id !== id) {
    throw new Error(`one call of ${TOOL} on ${id} was approved; the tracker got ${JSON.stringify(entries)}`);
  }
  return { sentAt, answeredAt, calledAt: Date.parse(entry.receivedAt) };
}

async function findPending(approvals: RestApi): Promise<string | null> {
  const { items } = await approvals.get<{ items: { id: string }[] }>('/approvals?state=pending');
  return items[0]?.id ?? null;
}

function toFigures(decisions: readonly Decision[]): DecisionFigures {
  const of = (duration: (decision: Decision) => number): Distribution =>
    toDistribution(decisions.map((decision) => Math.max(0, duration(decision))));
  return {
    sentToAnswered: of(({ sentAt, answeredAt }) => answeredAt - sentAt),
    sentToCalled: of(({ sentAt, calledAt }) => calledAt - sentAt),
    answeredToCalled: of(({ answeredAt, calledAt }) => calledAt - answeredAt),
    answeredToResult: of(({ answeredAt, resultAt }) => resultAt - answeredAt),
  };
}
