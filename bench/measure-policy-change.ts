import type { BenchSystem } from './bench-system.ts';
import { ChangeListener } from './change-listener.ts';
import { toDistribution, type Distribution } from './distribution.ts';
import { findIntegration } from './integrations.ts';
import { McpClient } from './mcp-client.ts';
import { poll } from './poll.ts';
import { RestApi } from './rest-api.ts';

/** Half of them close the tool, half open it again; a hundred, so that p99 is not the slowest one. */
const CHANGES = 100;
const WARM_UP_CHANGES = 4;
const TOOL = 'getIssue';
const EXPOSED_TOOL = 'Tracker__getIssue';

/** All in ms. The commit is somewhere between the PATCH's beginning and its answer. */
export interface PolicyChangeFigures {
  readonly sentToAnswered: Distribution;
  readonly sentToEnforced: Distribution;
  /** Zero where a call had already met the new rule when the answer came. */
  readonly answeredToEnforced: Distribution;
  /** Until a client that listens has heard that its tools have changed; zero where it had before the answer came. */
  readonly answeredToTold: Distribution;
}

interface Change {
  readonly answeredMs: number;
  readonly enforcedMs: number;
  readonly toldMs: number;
}

/**
 * A tool is closed and opened again while a client calls it without a pause; the first call that meets the new rule counts.
 * Another client listens.
 */
export async function measurePolicyChange(system: BenchSystem): Promise<PolicyChangeFigures> {
  const { dev } = system;
  const api = new RestApi(dev.apiUrl, dev.adminToken);
  const path = `/mcp-integrations/${await findIntegration(api, 'Tracker')}/tools`;
  const client = new McpClient(dev.mcpUrl, dev.mcpToken);
  const listener = await ChangeListener.open(dev.mcpUrl, dev.mcpToken);
  const changes: Change[] = [];
  try {
    for (let number = 0; number < WARM_UP_CHANGES + CHANGES; number += 1) {
      const enabled = number % 2 === 1;
      const patch = (): Promise<unknown> => api.patch(path, { tools: [{ name: TOOL, enabled }] });
      const change = await measureChange({ client, listener }, enabled, patch);
      if (number >= WARM_UP_CHANGES) changes.push(change);
    }
  } finally {
    await Promise.all([client.close(), listener.close()]);
  }
  return {
    sentToAnswered: toDistribution(changes.map(({ answeredMs }) => answeredMs)),
    sentToEnforced: toDistribution(changes.map(({ enforcedMs }) => enforcedMs)),
    answeredToEnforced: toDistribution(
      changes.map(({ answeredMs, enforcedMs }) => Math.max(0, enforcedMs - answeredMs)),
    ),
    answeredToTold: toDistribution(changes.map(({ answeredMs, toldMs }) => Math.max(0, toldMs - answeredMs))),
  };
}

async function measureChange(
  { client, listener }: { readonly client: McpClient; readonly listener: ChangeListener },
  enabled: boolean,
  patch: () => Promise<unknown>,
): Promise<Change> {
  const before = await client.callTool(EXPOSED_TOOL, { id: 'ISSUE-1' });
  if (before.isError !== enabled) throw new Error(`${EXPOSED_TOOL} is not in the state it was left in: ${before.text}`);
  const sentAt = performance.now();
  const [answeredAt, enforcedAt, toldAt] = await Promise.all([
    patch().then(() => performance.now()),
    poll(`the change to enabled: ${enabled}`, async () => {
      const { isError } = await client.callTool(EXPOSED_TOOL, { id: 'ISSUE-1' });
      return isError === enabled ? null : performance.now();
    }),
    listener.next(),
  ]);
  return { answeredMs: answeredAt - sentAt, enforcedMs: enforcedAt - sentAt, toldMs: toldAt - sentAt };
}
