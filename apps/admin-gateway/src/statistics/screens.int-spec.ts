import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  countTools,
  getApprovalStatistics,
  getCallStatistics,
  getToolStatistics,
  listApprovals,
  listCallArguments,
  listCalls,
  listIntegrations,
  listRecentChecks,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { anApproval, anIntegration } from '../test-builders.fixture-spec.js';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';

const PATH = '/api/v1/workspaces/default';
const RANGE = 'from=2026-11-23T10:00:00Z&until=2026-11-23T11:00:00Z';

describe('what screens ask for', () => {
  let system: GatewaySystem;
  let admin: HttpClient;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
  });
  afterAll(() => system.stop());

  it('is what the cards of a page of integrations show, in one request each', async () => {
    const integrations = Array.from({ length: 60 }, () => ({ ...anIntegration(), id: newId() }));
    system.neighbours.answer(listIntegrations, () => ({ items: integrations, nextCursor: 'more' }));
    const counts = { total: 12, open: 8, ask: 2, off: 1, missing: 1, fresh: 0, changed: 2, unreadable: 0 };
    system.neighbours.answer(countTools, ({ integrationIds }) => {
      return { items: integrationIds.map((integrationId) => ({ integrationId, ...counts })) };
    });
    const check = { at: '2026-11-23T10:00:00.000Z', succeeded: true, durationMs: 12 };
    system.neighbours.answer(listRecentChecks, ({ integrationIds }) => {
      return { items: integrationIds.map((integrationId) => ({ integrationId, checks: [check] })) };
    });
    const ids = integrations.map(({ id }) => id);
    const counted = await admin.get(`${PATH}/mcp-integrations/tool-counts?limit=60&cursor=x`);
    expect(counted.body).toEqual({
      items: ids.map((integrationId) => ({ integrationId, ...counts })),
      nextCursor: 'more',
    });
    expect(system.neighbours.inputsOf(listIntegrations).at(-1)).toMatchObject({ limit: 60, cursor: 'x' });
    const checked = await admin.get(`${PATH}/mcp-integrations/recent-checks`);
    expect(checked.body).toEqual({
      items: ids.map((integrationId) => ({ integrationId, checks: [check] })),
      nextCursor: 'more',
    });
    expect(system.neighbours.inputsOf(listRecentChecks)).toHaveLength(2);
  });

  it('is figures of a range, each with the scope of what it is of', async () => {
    system.neighbours.answer(getCallStatistics, () => ({ buckets: [] }));
    system.neighbours.answer(getToolStatistics, () => ({ upstreams: [], tools: [], isSampled: false }));
    const states = { pending: 0, approved: 0, denied: 0, expired: 0, invalidated: 0, cancelled: 0 };
    const approvals = { requested: 0, states, medianSeconds: null, p95Seconds: null, pendingNow: 0 };
    system.neighbours.answer(getApprovalStatistics, () => approvals);
    expect((await admin.get(`${PATH}/statistics/calls?${RANGE}&step=60`)).body).toEqual({ buckets: [] });
    expect(system.neighbours.inputsOf(getCallStatistics)).toMatchObject([{ step: 60, until: '2026-11-23T11:00:00Z' }]);
    expect((await admin.get(`${PATH}/statistics/tools?${RANGE}&limit=5`)).body).toMatchObject({ isSampled: false });
    expect((await admin.get(`${PATH}/statistics/approvals?${RANGE}`)).body).toEqual(approvals);
    for (const query of ['', `${RANGE}&step=1`, 'from=2026-11-23&until=2026-11-24&step=60', `${RANGE}&step=x`]) {
      expect([query, (await admin.get(`${PATH}/statistics/calls?${query}`)).status]).toEqual([query, 422]);
    }
    const reader = await system.clientWith(['approval:read']);
    expect((await reader.get(`${PATH}/statistics/calls?${RANGE}&step=60`)).status).toBe(403);
    expect((await reader.get(`${PATH}/statistics/approvals?${RANGE}`)).status).toBe(200);
  });

  it('is what the cards of an inbox show', async () => {
    const [asked, forgotten] = [anApproval(), { ...anApproval(), id: newId(), callId: newId() }];
    const tool = { title: 'Delete', description: null, annotations: { destructiveHint: true } };
    system.neighbours.answer(listApprovals, ({ details }) => {
      return { items: [asked, forgotten].map((item) => (details ? { ...item, tool } : item)), nextCursor: null };
    });
    const start = { callId: asked.callId, start: '{"id":1}', bytes: 8, clientGoneAt: null };
    system.neighbours.answer(listCallArguments, () => ({ items: [start] }));
    const cards = { argumentsStart: '{"id":1}', argumentsBytes: 8, clientGoneAt: null };
    expect((await admin.get(`${PATH}/approvals?details=true`)).body['items']).toMatchObject([
      { id: asked.id, tool, ...cards },
      { id: forgotten.id, tool, argumentsStart: null },
    ]);
    expect((await admin.get(`${PATH}/approvals`)).body['items']).toEqual([asked, forgotten]);
    expect(system.neighbours.inputsOf(listCallArguments)).toHaveLength(1);
  });

  it('is calls by everything that they have', async () => {
    system.neighbours.answer(listCalls, () => ({ items: [], nextCursor: null }));
    const [integrationId, runId] = [newId(), newId()];
    const query = `verdict=ask&outcome=refused&integrationId=${integrationId}&toolName=a.b&runId=${runId}&principal=p&name=x&${RANGE}`;
    expect((await admin.get(`${PATH}/calls?${query}`)).status).toBe(200);
    expect(system.neighbours.inputsOf(listCalls).at(-1)).toMatchObject({
      ...{ verdict: 'ask', outcome: 'refused', integrationId, toolName: 'a.b', runId, principal: 'p', name: 'x' },
      ...{ from: '2026-11-23T10:00:00Z', until: '2026-11-23T11:00:00Z' },
    });
    for (const wrong of ['outcome=x', 'integrationId=1', 'from=yesterday']) {
      expect((await admin.get(`${PATH}/calls?${wrong}`)).status).toBe(422);
    }
  });
});
