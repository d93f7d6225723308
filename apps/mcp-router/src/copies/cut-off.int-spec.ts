import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually, FaultProxy } from '@countersign/testing';
import { startRouterProcess, type RouterProcess } from '../test-router-process.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

/** What is promised: no heartbeat for 5 s, and the replica refuses; and room for a machine that is busy. */
const BEHIND_WITHIN_MS = 5_000;
const ROOM_MS = 3_000;

describe('a replica that is cut off from the bus while policy changes', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let integration: KnownIntegration;
  let bus: FaultProxy;
  let cutOff: RouterProcess;
  let token: string;

  beforeAll(async () => {
    system = await RouterSystem.start();
    upstream = await TestUpstream.start('modern');
    workspace = await system.workspace();
    integration = await system.integration(workspace.id, 'Tracker', upstream);
    for (const tool of ['issue.get', 'issue.delete']) await system.tool(workspace.id, integration, tool);
    token = system.clientToken(workspace.id);
    const url = new URL(system.infrastructure.environment['NATS_URL'] ?? '');
    bus = await FaultProxy.start({ host: url.hostname, port: Number(url.port) });
    url.port = String(bus.port);
    cutOff = await startRouterProcess(system.infrastructure, { NATS_URL: url.href });
  });
  afterAll(async () => {
    await cutOff.stop('SIGKILL');
    await bus.close();
    await system.stop();
    await upstream.stop();
  });

  const ask = async (url: string, method: string, params: object): Promise<{ status: number; text: string }> => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${token}`,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
    return { status: response.status, text: await response.text() };
  };
  const call = (url: string, name: string) =>
    ask(url, 'tools/call', { name: `Tracker__issue_x2E${name}`, arguments: {} });
  const isReady = async (): Promise<boolean> => (await fetch(cutOff.readyUrl)).ok;

  it('is not ready and answers 503 within 5 s, runs nothing by rules that are old, and comes back by itself', async () => {
    expect((await call(cutOff.mcpUrl, 'delete')).text).toContain('ran issue.delete');
    // Frozen and not reset: as a network that swallows everything, which no socket reports.
    bus.freeze();
    const cutAt = performance.now();
    const disabled = { enabled: false };
    system.neighbours.setPolicy(workspace.id, integration, 'issue.delete', disabled);
    await system.followed(workspace.id);
    expect((await call(system.mcpUrl(), 'delete')).text).toMatch(/disabled/);

    await eventually(async () => expect(await isReady()).toBe(false), { timeoutMs: 20_000 });
    expect(performance.now() - cutAt).toBeLessThan(BEHIND_WITHIN_MS + ROOM_MS);
    const executed = upstream.calls.length;
    for (const tool of ['delete', 'get']) expect((await call(cutOff.mcpUrl, tool)).status).toBe(503);
    expect((await ask(cutOff.mcpUrl, 'tools/list', {})).status).toBe(503);
    expect(upstream.calls).toHaveLength(executed);
    // The others go on as if nothing had happened.
    expect((await call(system.mcpUrl(), 'get')).text).toContain('ran issue.get');

    bus.heal();
    await eventually(async () => expect(await isReady()).toBe(true), { timeoutMs: 60_000 });
    expect((await call(cutOff.mcpUrl, 'delete')).text).toMatch(/disabled/);
    expect((await call(cutOff.mcpUrl, 'get')).text).toContain('ran issue.get');
  });
});
