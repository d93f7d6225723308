import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { listIntegrations } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { eventually, type StartedProcess } from '@countersign/testing';
import { connectAs, type Infrastructure, startInfrastructure } from './fixtures/infrastructure.fixture-spec.js';
import { readyUrlOf, runProgram, serviceEnv } from './fixtures/registry-process.fixture-spec.js';

const WORKSPACE = '0193d1f2-7c3a-7000-8000-000000000001';

let infrastructure: Infrastructure;
const processes: StartedProcess[] = [];

beforeAll(async () => {
  infrastructure = await startInfrastructure();
});
afterEach(async () => {
  await Promise.all(processes.splice(0).map((process) => process.stop('SIGKILL')));
});
afterAll(async () => {
  await infrastructure.nats.stop();
  await infrastructure.database.drop();
});

async function run(...program: Parameters<typeof runProgram>): Promise<StartedProcess> {
  const started = await runProgram(...program);
  processes.push(started);
  return started;
}

describe('the process', () => {
  it('answers, says when it cannot, and ends in order', async () => {
    const env = await serviceEnv(infrastructure);
    const readyUrl = readyUrlOf(env);
    const service = await run('main', env, readyUrl);
    const gateway = await connectAs(infrastructure, 'admin-gateway');
    const client = new RequestClient(gateway);
    expect(await client.ask(listIntegrations, { workspaceId: WORKSPACE })).toMatchObject({ items: [] });

    await infrastructure.nats.kill();
    await eventually(async () => {
      const response = await fetch(readyUrl);
      expect([response.status, await response.json()]).toEqual([
        503,
        { status: 'not_ready', notReady: [{ name: 'bus', reason: 'not connected' }] },
      ]);
    });
    await infrastructure.nats.restart();
    await eventually(async () => expect((await fetch(readyUrl)).status).toBe(200));
    await eventually(() => client.ask(listIntegrations, { workspaceId: WORKSPACE }));

    await gateway.close();
    expect(await service.stop('SIGTERM')).toEqual({ code: 0, signal: null });
    expect(service.logs()).not.toMatch(/"level":"(error|fatal)"/);
  });

  it('does not start with a configuration that is wrong, and says what is', async () => {
    const service = await run('main', { ...(await serviceEnv(infrastructure)), EGRESS_ALLOW: 'http', NATS_URL: '' });
    expect(await service.exited).toEqual({ code: 78, signal: null });
    expect(service.logs()).toContain('NATS_URL is required');
  });
});

describe('the migration', () => {
  it('may be run again, and needs to know as whom', async () => {
    const again = await run('migrate', { OWNER_DATABASE_URL: infrastructure.urls.ownerUrl });
    expect(await again.exited).toEqual({ code: 0, signal: null });
    expect(again.logs()).toBe('integration-registry: nothing to migrate\n');
    const lost = await run('migrate', { OWNER_DATABASE_URL: '' });
    expect(await lost.exited).toEqual({ code: 78, signal: null });
  });
});
