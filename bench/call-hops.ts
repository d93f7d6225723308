import { type BenchProcess, benchScript, startBenchProcess, startSdkServer } from './bench-process.ts';
import type { BenchSystem } from './bench-system.ts';
import { type Comparison, type Hop, LOAD_CLIENTS, type LoadClient } from './compare-hops.ts';
import { createMcpToken, registerServer, removeServer } from './integrations.ts';
import { McpClient } from './mcp-client.ts';
import { poll } from './poll.ts';
import { RestApi } from './rest-api.ts';
import { SdkClient } from './sdk-client.ts';
import type { ToolClient } from './tool-client.ts';

export const ROUTER = 'mcp-router';
export const SDK_UPSTREAM = 'SDK 1.x server, 10 tools (2025-11-25)';
export const SDK_SLUG = 'Sdk';
export const SDK_TOOL = 'getItem';
export const SDK_EXPOSED_TOOL = `${SDK_SLUG}__${SDK_TOOL}`;
export const SDK_ARGS = { id: 'ITEM-1' };
const SDK_TOOLS = 10;

/** The demo tracker: revision 2026-07-28, which the SDK's first client does not speak, written by hand, with a ledger. */
export function trackerCalls({ dev, trackerUrl, pids }: BenchSystem): Comparison {
  const open = (url: string, token: string | null) => () => McpClient.open(url, token, 'modern');
  const client: LoadClient = 'lean client';
  const direct = { name: 'direct', client, tool: 'issue.get', open: open(trackerUrl, null), process: null };
  const router = { name: 'router', client, tool: 'Tracker__issue_x2Eget', open: open(dev.mcpUrl, dev.mcpToken) };
  const hops = [direct, { ...router, process: ROUTER }];
  return { upstream: 'demo tracker (2026-07-28)', args: { id: 'ISSUE-1' }, hops, pids };
}

/** The server on the official SDK, direct and through the router, in revision 2025-11-25. */
export class SdkCalls {
  private constructor(
    private readonly api: RestApi,
    private readonly system: BenchSystem,
    private readonly server: BenchProcess,
    private readonly token: string,
  ) {}

  static async start(system: BenchSystem): Promise<SdkCalls> {
    const server = await startSdkServer(SDK_TOOLS);
    try {
      const api = new RestApi(system.dev.apiUrl, system.dev.adminToken);
      await registerServer(api, SDK_SLUG, server.url);
      const { token } = await createMcpToken(api, 'Bench SDK', { integrations: [SDK_SLUG] });
      const calls = new SdkCalls(api, system, server, token);
      await calls.untilOffered();
      return calls;
    } catch (error) {
      await server.stop();
      throw error;
    }
  }

  get url(): string {
    return this.server.url;
  }

  /** `more` are hops to the same server, with the processes that they are. */
  comparison(more: readonly Hop[] = [], pids: Readonly<Record<string, number>> = {}): Comparison {
    const { dev } = this.system;
    const direct = sdkHops({ name: 'direct', url: this.url, tool: SDK_TOOL, process: null });
    const router = sdkHops({ name: 'router', url: dev.mcpUrl, token: this.token, process: ROUTER });
    return {
      upstream: SDK_UPSTREAM,
      args: SDK_ARGS,
      hops: [...direct, ...router, ...more],
      pids: { 'SDK server': this.server.pid, ...this.system.pids, ...pids },
    };
  }

  async stop(): Promise<void> {
    await removeServer(this.api, SDK_SLUG);
    await this.server.stop();
  }

  /** The router hears of a new integration over the bus. */
  private async untilOffered(): Promise<void> {
    const client = await McpClient.open(this.system.dev.mcpUrl, this.token, 'legacy');
    const call = async (): Promise<true | null> =>
      (await client.callTool(SDK_EXPOSED_TOOL, SDK_ARGS)).isError ? null : true;
    await poll(`a call of ${SDK_EXPOSED_TOOL}`, call, 50);
    await client.close();
  }
}

/** A way to the SDK's server, over Streamable HTTP unless it says otherwise. */
interface SdkWay {
  readonly name: string;
  readonly url: string;
  readonly token?: string | null;
  readonly tool?: string;
  readonly process: string | null;
  readonly open?: Readonly<Record<LoadClient, (url: string) => Promise<ToolClient>>>;
}

/** The same way for both clients, next to each other in every round. */
export function sdkHops({ name, url, token = null, tool = SDK_EXPOSED_TOOL, process, open }: SdkWay): Hop[] {
  const openers = open ?? {
    'SDK client': () => SdkClient.open(url, token),
    'lean client': () => McpClient.open(url, token, 'legacy'),
  };
  return LOAD_CLIENTS.map((client) => ({ name, client, tool, open: () => openers[client](url), process }));
}

/** What any hop costs that is written for Node, with nothing in it. */
export function startFloor(file: 'floor-dispatch.ts' | 'floor-mcp.ts', upstreamUrl: string): Promise<BenchProcess> {
  return startBenchProcess((port) => benchScript(file, port, upstreamUrl), '/health');
}
