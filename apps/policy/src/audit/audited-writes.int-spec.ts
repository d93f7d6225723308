import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Actor,
  type AuditedRow,
  createWebhook,
  decideApproval,
  decideApprovals,
  listAuditedRows,
  pruneTools,
  removeWebhook,
  replayWebhookDeliveries,
  type RequestContract,
  updateIntegrationPolicy,
  updateToolPolicies,
  updateWebhook,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { aDefinition, aUser } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

const EVER = '1970-01-01T00:00:00.000Z';

describe('the audit of what people write', () => {
  let system: PolicySystem;
  let workspaceId: string;
  let integrationId: string;
  const get = aDefinition('issue.get');
  const remove = aDefinition('issue.delete');
  const changed = aDefinition('issue.get', { description: 'Something else.' });

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });
  beforeEach(async () => {
    workspaceId = newId();
    integrationId = await system.integrationWith(workspaceId, [get, remove], { posture: 'ask' });
  });

  /** Every page. */
  const rowsOf = async (since = EVER, limit?: number): Promise<AuditedRow[]> => {
    const rows: AuditedRow[] = [];
    let place: { cursor?: string } = {};
    for (;;) {
      const request = { workspaceId, since, ...place, ...(limit ? { limit } : {}) };
      const page = await system.gateway.ask(listAuditedRows, request);
      rows.push(...page.items);
      if (page.nextCursor === null) return rows;
      place = { cursor: page.nextCursor };
    }
  };

  describe('says who did it, on which way and by which request', () => {
    /** One write of a person, and the row that it leaves. */
    const written = async <I extends object>(
      contract: RequestContract<I, object>,
      input: Omit<I, 'workspaceId' | 'actor'>,
      way: 'web' | 'cli' = 'cli',
    ): Promise<[action: string | undefined, actor: Actor | undefined, way: unknown, isOfRequest: boolean]> => {
      const actor = aUser();
      const requestId = newId();
      const request = { ...input, workspaceId, actor, way } as unknown as I;
      await system.gateway.requests.ask(contract, request, { requestId });
      const row = (await rowsOf()).at(-1);
      expect(row?.actor).toEqual(actor);
      return [row?.action, row?.actor, row?.way, row?.requestId === requestId];
    };
    const summary = (action: string, way: string) => [action, expect.any(Object), way, true];

    it('of a change of tools, and of an acknowledgement', async () => {
      const update = { integrationId, tools: [{ name: 'issue.get', enabled: false }] };
      expect(await written(updateToolPolicies, update, 'web')).toEqual(summary('tool_policy.updated', 'web'));
      const tools = [changed, remove];
      await system.discover(workspaceId, integrationId, { snapshotRevision: 2, connectionRevision: 1, tools });
      const acknowledge = [{ name: 'issue.get', acknowledge: changed.definitionHash }];
      expect(await written(updateToolPolicies, { integrationId, tools: acknowledge })).toEqual(
        summary('tool_policy.updated', 'cli'),
      );
    });

    it('of a change of posture or trust', async () => {
      const posture = { integrationId, posture: 'off' } as const;
      expect(await written(updateIntegrationPolicy, posture, 'web')).toEqual(
        summary('integration_policy.updated', 'web'),
      );
      const trust = { integrationId, trusted: true };
      expect(await written(updateIntegrationPolicy, trust)).toEqual(summary('integration_policy.updated', 'cli'));
    });

    it('of pruned tools', async () => {
      await system.discover(workspaceId, integrationId, {
        snapshotRevision: 2,
        connectionRevision: 1,
        tools: [get],
      });
      expect(await written(pruneTools, { integrationId }, 'web')).toEqual(summary('tool_policy.pruned', 'web'));
    });

    it('of a decision, also of one of several', async () => {
      const pending = async (): Promise<string> =>
        (await system.pendingApproval(workspaceId, integrationId, remove)).approvalId;
      const decision = { approvalId: await pending(), decision: 'approve' } as const;
      expect(await written(decideApproval, decision, 'web')).toEqual(summary('approval.approved', 'web'));
      const decisions = [{ approvalId: await pending(), decision: 'deny' as const }];
      expect(await written(decideApprovals, { decisions })).toEqual(summary('approval.denied', 'cli'));
    });

    it('of everything that is done to a webhook', async () => {
      const wanted = { name: 'On call', url: 'http://127.0.0.1:1/', events: ['approval.requested' as const] };
      expect(await written(createWebhook, wanted, 'web')).toEqual(summary('webhook.created', 'web'));
      const [row] = await system.query<{ id: string }>(workspaceId, 'select id from webhooks');
      const webhookId = row?.id ?? '';
      expect(await written(updateWebhook, { webhookId, name: 'Off call' })).toEqual(summary('webhook.updated', 'cli'));
      expect(await written(replayWebhookDeliveries, { webhookId })).toEqual(summary('webhook.replayed', 'cli'));
      expect(await written(removeWebhook, { webhookId }, 'web')).toEqual(summary('webhook.removed', 'web'));
    });
  });

  describe('is read again by whoever has lost its events', () => {
    it('in pages of any size, each row once and in order', async () => {
      const all = await rowsOf();
      expect(await rowsOf(EVER, 1)).toEqual(all);
      expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted());
    });

    it('from a time on', async () => {
      const { readAt } = await system.gateway.ask(listAuditedRows, { workspaceId, since: EVER });
      const later = new Date(Math.max(Date.now(), Date.parse(readAt)) + 1).toISOString();
      expect(await rowsOf(later)).toEqual([]);
      expect(await rowsOf()).toHaveLength(2);
    });

    it('of one workspace only', async () => {
      const other = await system.gateway.ask(listAuditedRows, { workspaceId: newId(), since: EVER });
      expect(other).toMatchObject({ items: [], nextCursor: null });
    });

    it('with NATS and everything in it gone, as it was announced', async () => {
      await system.gateway.updateTools(workspaceId, integrationId, [
        { name: 'issue.get', enabled: false },
        { name: 'issue.delete', enabled: false },
      ]);
      await eventually(async () => {
        expect(await system.querySystem('select 1 from outbox where published_at is null')).toEqual([]);
      });
      const announced = (await system.published())
        .filter((event) => event.type === 'policy.audited.v1' && event.workspaceId === workspaceId)
        .flatMap(({ data }) => {
          const { others = [], ...first } = data as AuditedRow & { others?: AuditedRow[] };
          return [first, ...others];
        });
      await system.loseNatsStorage();
      await eventually(async () => expect(await rowsOf()).toEqual(announced), { timeoutMs: 30_000 });
      expect(announced.length).toBeGreaterThanOrEqual(4);
    });
  });
});
