import { benchScript, startBenchProcess, startSdkServer } from './bench-process.ts';
import type { BenchSystem } from './bench-system.ts';
import { type Distribution, toDistribution } from './distribution.ts';
import { createMcpToken, registerServer, removeServer } from './integrations.ts';
import { type Era, McpClient } from './mcp-client.ts';
import { poll } from './poll.ts';
import { RestApi } from './rest-api.ts';

const ROUNDS = 40;
const WARM_UP_ROUNDS = 5;
const ERAS: readonly Era[] = ['legacy', 'modern'];

interface Scenario {
  readonly name: string;
  readonly servers: number;
  readonly tools: number;
  readonly kind: 'sdk' | 'prepared';
}

const SCENARIOS: readonly Scenario[] = [
  { name: '20 × 50, SDK 1.x servers', servers: 20, tools: 50, kind: 'sdk' },
  { name: '1 × 1,000, SDK 1.x server', servers: 1, tools: 1_000, kind: 'sdk' },
  { name: '1 × 1,000, answers made beforehand', servers: 1, tools: 1_000, kind: 'prepared' },
];

export interface ListFigures {
  readonly name: string;
  /** Of the client; the router's server may speak the other one. */
  readonly era: Era;
  readonly servers: number;
  readonly kib: number;
  readonly routerMs: Distribution;
  /** Null where there are several servers to ask. */
  readonly directMs: Distribution | null;
}

/** All pages of `tools/list`, from the request to the last byte, direct and through the router in turns. */
export async function measureLists(system: BenchSystem): Promise<ListFigures[]> {
  const figures: ListFigures[] = [];
  for (const [number, scenario] of SCENARIOS.entries())
    figures.push(...(await measureScenario(system, scenario, number)));
  return figures;
}

async function measureScenario(system: BenchSystem, scenario: Scenario, number: number): Promise<ListFigures[]> {
  const { dev } = system;
  const api = new RestApi(dev.apiUrl, dev.adminToken);
  const server = await startServer(scenario);
  const slugs = Array.from({ length: scenario.servers }, (_, index) => `List${number}x${index}`);
  try {
    // A server of its own as far as the registry can tell: the same process, other paths.
    for (const slug of slugs) await registerServer(api, slug, server.url.replace('/mcp', `/${slug}/mcp`));
    const { token } = await createMcpToken(api, `Bench list ${number}`, { integrations: slugs });
    const figures: ListFigures[] = [];
    for (const era of ERAS) {
      const router = await McpClient.open(dev.mcpUrl, token, era);
      const directEra: Era = scenario.kind === 'sdk' ? 'legacy' : 'modern';
      const direct = scenario.servers > 1 ? null : await McpClient.open(server.url, null, directEra);
      figures.push(await measureEra(scenario, era, { router, direct }));
      await Promise.all([router.close(), direct?.close()]);
    }
    return figures;
  } finally {
    for (const slug of slugs) await removeServer(api, slug);
    await server.stop();
  }
}

function startServer({ kind, tools }: Scenario): ReturnType<typeof startSdkServer> {
  if (kind === 'sdk') return startSdkServer(tools);
  return startBenchProcess((port) => benchScript('prepared-server.ts', port, String(tools)), '/health');
}

interface Sides {
  readonly router: McpClient;
  readonly direct: McpClient | null;
}

async function measureEra(
  { name, servers, tools }: Scenario,
  era: Era,
  { router, direct }: Sides,
): Promise<ListFigures> {
  const wanted = servers * tools;
  await poll(
    `a list of ${wanted} tools`,
    async () => (countTools((await list(router)).pages) >= wanted ? true : null),
    50,
  );
  const [routerMs, directMs]: [number[], number[]] = [[], []];
  let kib = 0;
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round += 1) {
    const routed = await list(router);
    const straight = direct === null ? null : await list(direct);
    if (countTools(routed.pages) < wanted) throw new Error(`the router listed fewer than ${wanted} tools`);
    if (round < WARM_UP_ROUNDS) continue;
    kib = Math.round(routed.pages.join('').length / 1_024);
    routerMs.push(routed.ms);
    if (straight !== null) directMs.push(straight.ms);
  }
  const distribution = direct === null ? null : toDistribution(directMs);
  return { name, era, servers, kib, routerMs: toDistribution(routerMs), directMs: distribution };
}

async function list(client: McpClient): Promise<{ readonly pages: readonly string[]; readonly ms: number }> {
  const startedAt = performance.now();
  const pages = await client.listTools();
  return { pages, ms: performance.now() - startedAt };
}

/** After the clock was read. */
function countTools(pages: readonly string[]): number {
  return pages.reduce((count, page) => {
    const { result } = JSON.parse(page) as { result?: { tools?: readonly unknown[] } };
    return count + (result?.tools?.length ?? 0);
  }, 0);
}
