import { type IntegrationView, verifyIntegration } from '@countersign/contracts';
import type { RequestClient } from '@countersign/messaging';
import { type Distribution, toDistribution } from './distribution.ts';
import { DiscoveryServers, type ListingSize } from './discovery-servers.ts';
import { forgetPeakRss, readPeakRssMb, readRssMb } from './process-usage.ts';
import { BenchRegistry } from './watching-registry.ts';

export interface DiscoveryScenario extends ListingSize {
  readonly name: string;
  readonly integrations: number;
  /** Verifications of each, one after another; those of different ones at once. */
  readonly rounds: number;
}

export interface DiscoveryFigures {
  readonly listingKib: number;
  /** From the first registration to the last, one after another. */
  readonly registerMs: Distribution;
  readonly verifyMs: Distribution;
  /** Of a whole round. */
  readonly roundMs: Distribution;
  readonly rssMb: { readonly before: number | null; readonly peak: number | null };
}

const ACTOR = { kind: 'user', id: '0193d1f2-7c3a-7000-8000-00000000be7c', name: 'Bench' } as const;

/** Everything new for each scenario, so that none pays for what another left. */
export async function measureDiscovery(scenario: DiscoveryScenario): Promise<DiscoveryFigures> {
  const servers = await DiscoveryServers.start(scenario);
  const registry = await BenchRegistry.start();
  try {
    return await measure(scenario, servers, registry);
  } finally {
    await registry.stop();
    await servers.stop();
  }
}

async function measure(
  { integrations, rounds }: DiscoveryScenario,
  servers: DiscoveryServers,
  registry: BenchRegistry,
): Promise<DiscoveryFigures> {
  const { client, pid } = registry;
  const before = readRssMb(pid);
  forgetPeakRss(pid);
  const registered: Timed<IntegrationView>[] = [];
  for (const [index, url] of servers.urls(integrations).entries()) {
    registered.push(await timed(() => registry.registerOne(client, index, url)));
  }
  const views = registered.map(({ value }) => value);
  const each: number[] = [];
  const whole: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { value, ms } = await timed(() => Promise.all(views.map((view) => timed(() => verify(client, view)))));
    each.push(...value.map((one) => one.ms));
    whole.push(ms);
  }
  return {
    listingKib: servers.listingKib,
    registerMs: toDistribution(registered.map(({ ms }) => ms)),
    verifyMs: toDistribution(each),
    roundMs: toDistribution(whole),
    rssMb: { before, peak: readPeakRssMb(pid) },
  };
}

/** Every answer is checked: a failed verification is quick, and no figure. */
async function verify(client: RequestClient, { workspaceId, id: integrationId }: IntegrationView): Promise<void> {
  const { lastAttempt } = await client.ask(verifyIntegration, { workspaceId, integrationId, actor: ACTOR });
  if (!lastAttempt?.succeeded) throw new Error(`a verification failed: ${lastAttempt?.message ?? 'no attempt'}`);
}

interface Timed<T> {
  readonly value: T;
  readonly ms: number;
}

async function timed<T>(work: () => Promise<T>): Promise<Timed<T>> {
  const startedAt = performance.now();
  return { value: await work(), ms: performance.now() - startedAt };
}
