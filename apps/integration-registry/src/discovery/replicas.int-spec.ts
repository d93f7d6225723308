import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  getIntegration,
  type IntegrationView,
  registerIntegration,
  removeIntegration,
  verifyIntegration,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { eventually, type StartedProcess } from '@countersign/testing';
import { aTool, HandWrittenServer, legacyMcp, type ListTools } from '../fixtures/hand-written-server.fixture-spec.js';
import { connectAs, startInfrastructure } from '../fixtures/infrastructure.fixture-spec.js';
import { readyUrlOf, runProgram, serviceEnv } from '../fixtures/registry-process.fixture-spec.js';
import { TestRegistry } from '../fixtures/registry.fixture-spec.js';
import { aRegistration, EDITOR } from '../fixtures/requests.fixture-spec.js';

const cleanups: (() => Promise<unknown>)[] = [];
let registry: TestRegistry;
let gateway: RequestClient;

beforeAll(async () => {
  registry = await TestRegistry.start();
  cleanups.push(() => registry.stop());
  await Promise.all([registry.addReplica(), registry.addReplica()]);
  gateway = await registry.as('admin-gateway');
});
afterAll(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

/** Lists its tools once the gate is open, and counts how often it was asked to. */
class GatedServer {
  lists = 0;
  gate = Promise.withResolvers<void>();
  readonly listTools: ListTools = async () => {
    this.lists += 1;
    await this.gate.promise;
    return { tools: [aTool('a')] };
  };

  async start(): Promise<HandWrittenServer> {
    const server = await HandWrittenServer.start(legacyMcp(this.listTools));
    cleanups.push(() => server.stop());
    return server;
  }
}

async function registered(gateway: RequestClient, gated: GatedServer): Promise<IntegrationView> {
  const { url } = await gated.start();
  gated.gate.resolve();
  const view = await gateway.ask(registerIntegration, aRegistration({ serverUrl: url }));
  gated.gate = Promise.withResolvers();
  gated.lists = 0;
  return view;
}

function verify(gateway: RequestClient, { workspaceId, id: integrationId }: IntegrationView): Promise<IntegrationView> {
  return gateway.ask(verifyIntegration, { workspaceId, integrationId, actor: EDITOR });
}

describe('fifty verifications of one integration over three replicas', () => {
  it('ask the server once, and all of them get the outcome', async () => {
    const gated = new GatedServer();
    const view = await registered(gateway, gated);
    const all = Array.from({ length: 50 }, () => verify(gateway, view));
    const joins = (): number => registry.logs().split('joins a verification of another replica').length - 1;
    await eventually(() => expect([gated.lists, joins()]).toEqual([1, 2]));
    // A replica that has answered these has had every request from before: its messages come in order.
    const { workspaceId, id: integrationId } = view;
    await Promise.all(Array.from({ length: 60 }, () => gateway.ask(getIntegration, { workspaceId, integrationId })));
    gated.gate.resolve();
    const views = await Promise.all(all);
    expect(new Set(views.map(({ snapshotRevision }) => snapshotRevision))).toEqual(new Set([2]));
    expect(gated.lists).toBe(1);
    const attempts = await registry.sql<{ trigger: string }>(
      'select trigger from $schema.discovery_attempts where integration_id = $1 order by id',
      [view.id],
    );
    expect(attempts.map(({ trigger }) => trigger)).toEqual(['register', 'verify']);
  });
});

describe('a replica that is killed while it asks a server', () => {
  it('leaves a lease that runs out, and the next one verifies', async () => {
    const infrastructure = await startInfrastructure();
    const doomed = await startDoomed(infrastructure);
    const bus = await connectAs(infrastructure, 'admin-gateway');
    cleanups.push(() => bus.close());
    const outside = new RequestClient(bus);
    const gated = new GatedServer();
    const view = await registered(outside, gated);
    const lost = verify(outside, view).catch((error: unknown) => error);
    await eventually(() => expect(gated.lists).toBe(1));
    await doomed.stop('SIGKILL');

    const survivor = await TestRegistry.start(infrastructure);
    cleanups.push(() => survivor.stop());
    gated.gate.resolve();
    const next = verify(outside, view);
    await eventually(() => expect(survivor.logs()).toContain('joins a verification of another replica'));
    expect(gated.lists).toBe(1);
    await survivor.sql('update $schema.verification_leases set expires_at = clock_timestamp()');
    expect(await next).toMatchObject({ snapshotRevision: 2, status: 'connected' });
    expect(gated.lists).toBe(2);
    await bus.close();
    await lost;
  });
});

async function startDoomed(infrastructure: Awaited<ReturnType<typeof startInfrastructure>>): Promise<StartedProcess> {
  const env = await serviceEnv(infrastructure);
  const started = await runProgram('main', env, readyUrlOf(env));
  cleanups.push(() => started.stop('SIGKILL'));
  return started;
}

describe('a verification', () => {
  it('whose lease was lost is not kept: somebody else asks by now', async () => {
    const gated = new GatedServer();
    const view = await registered(gateway, gated);
    const late = verify(gateway, view);
    await eventually(() => expect(gated.lists).toBe(1));
    await registry.sql(
      `update $schema.verification_leases set holder = gen_random_uuid(), ended_at = null,
         expires_at = clock_timestamp() + interval '1 hour' where integration_id = $1`,
      [view.id],
    );
    gated.gate.resolve();
    expect(await late).toMatchObject({ snapshotRevision: 1 });
  });

  it('of what was removed meanwhile fails, and gives its lease up', async () => {
    const gated = new GatedServer();
    const view = await registered(gateway, gated);
    const late = verify(gateway, view).catch((error: unknown) => error);
    await eventually(() => expect(gated.lists).toBe(1));
    const { workspaceId, id: integrationId } = view;
    await gateway.ask(removeIntegration, { workspaceId, integrationId, actor: EDITOR });
    gated.gate.resolve();
    expect(await late).toMatchObject({ code: 'integration.not_found' });
    const running = 'select 1 from $schema.verification_leases where integration_id = $1 and ended_at is null';
    expect(await registry.sql(running, [view.id])).toEqual([]);
  });

  it('that takes long keeps its lease', async () => {
    const gated = new GatedServer();
    const view = await registered(gateway, gated);
    const slow = verify(gateway, view);
    await eventually(() => expect(gated.lists).toBe(1));
    const left = async (): Promise<number> => {
      const [row] = await registry.sql<{ ms: number }>(
        'select extract(epoch from expires_at - clock_timestamp()) * 1000 as ms from $schema.verification_leases where integration_id = $1',
        [view.id],
      );
      return Number(row?.ms);
    };
    const before = await left();
    await eventually(async () => expect(await left()).toBeGreaterThan(before), { timeoutMs: 20_000 });
    gated.gate.resolve();
    expect(await slow).toMatchObject({ snapshotRevision: 2 });
  });
});
