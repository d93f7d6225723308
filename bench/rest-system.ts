import { newId } from '@countersign/database';
import pg from 'pg';
import { type BenchProcess, benchScript, startBenchProcess } from './bench-process.ts';
import { BenchSystem } from './bench-system.ts';
import { findIntegration, registerServer } from './integrations.ts';
import { McpClient } from './mcp-client.ts';
import { poll } from './poll.ts';
import { RestApi } from './rest-api.ts';
import { fillTables, type Templates } from './rest-tables.ts';

export const TOOLS = 2_000;
export const TOOLS_SLUG = 'Wide';
const LOOK_PAUSE_MS = 50;
const GET = 'Tracker__issue_x2Eget';
const DELETE = 'Tracker__issue_x2Edelete';

interface Approval {
  readonly id: string;
  readonly callId: string;
}

/** The whole system as it is after months of use: one server with many tools, a long ledger, a full inbox. */
export class RestSystem {
  private constructor(
    readonly system: BenchSystem,
    private readonly server: BenchProcess,
    readonly wideId: string,
    readonly trackerId: string,
    readonly waiting: Approval,
  ) {}

  static async start(): Promise<RestSystem> {
    const system = new BenchSystem();
    const server = await startBenchProcess((port) => benchScript('prepared-server.ts', port, String(TOOLS)), '/health');
    try {
      await system.start();
      const admin = new RestApi(system.dev.apiUrl, system.dev.adminToken);
      await registerServer(admin, TOOLS_SLUG, server.url);
      const [wideId, trackerId] = [await findIntegration(admin, TOOLS_SLUG), await findIntegration(admin, 'Tracker')];
      await untilListed(admin, wideId);
      const templates = await makeTemplates(system);
      await fill(system.databaseUrl, templates);
      return new RestSystem(system, server, wideId, trackerId, templates.pending);
    } catch (error) {
      process.stderr.write(`${system.logTail()}\n`);
      await end(system, server);
      throw error;
    }
  }

  stop(): Promise<void> {
    return end(this.system, this.server);
  }
}

async function end(system: BenchSystem, server: BenchProcess): Promise<void> {
  await system.stop();
  system.erase();
  await server.stop();
}

async function untilListed(admin: RestApi, integrationId: string): Promise<void> {
  const ask = async (): Promise<true | null> => {
    const { items } = await admin.get<{ items: { integrationId: string; total: number }[] }>(
      '/mcp-integrations/tool-counts',
    );
    return items.some((counts) => counts.integrationId === integrationId && counts.total === TOOLS) ? true : null;
  };
  await poll(`a list of ${TOOLS} tools`, ask, LOOK_PAUSE_MS);
}

/** What the copies are made of: calls that really went their way. */
async function makeTemplates({ dev }: BenchSystem): Promise<Templates> {
  const client = new McpClient(dev.mcpUrl, dev.mcpToken);
  const [admin, approver] = [new RestApi(dev.apiUrl, dev.adminToken), new RestApi(dev.apiUrl, dev.approverToken)];
  try {
    await client.callToolWell(GET, { id: 'ISSUE-1' });
    const allowed = await poll('a call that succeeded', () => findCall(admin, 'succeeded'), LOOK_PAUSE_MS);
    const decided = client.callTool(DELETE, { id: 'ISSUE-1' });
    const approval = await poll('an approval', () => findPending(approver), LOOK_PAUSE_MS);
    await approver.post(`/approvals/${approval.id}/decision`, { decision: 'approve' });
    await decided;
    // The client gets a ticket, and the call goes on waiting.
    await client.callTool(DELETE, { id: newId() });
    const pending = await poll('an approval that waits', () => findPending(approver), LOOK_PAUSE_MS);
    return { allowed, decided: approval, pending };
  } finally {
    await client.close();
  }
}

async function findCall(admin: RestApi, state: string): Promise<string | null> {
  const { items } = await admin.get<{ items: { id: string }[] }>(`/calls?state=${state}`);
  return items[0]?.id ?? null;
}

async function findPending(approver: RestApi): Promise<Approval | null> {
  const { items } = await approver.get<{ items: Approval[] }>('/approvals?state=pending');
  return items[0] ?? null;
}

async function fill(databaseUrl: string, templates: Templates): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    await fillTables(database, templates);
  } finally {
    await database.end();
  }
}
