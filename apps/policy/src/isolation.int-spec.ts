import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  cancelApproval,
  createWebhook,
  decideApproval,
  decideApprovals,
  findApprovalOutcome,
  getApproval,
  getApprovalSettings,
  getEntitlements,
  getIntegrationPolicy,
  getToolReview,
  listApprovals,
  listAuditedRows,
  listPolicyChanges,
  listTools,
  listWebhookDeliveries,
  listWebhooks,
  pruneTools,
  readEditedArguments,
  removeWebhook,
  replayWebhookDeliveries,
  REQUESTS,
  updateApprovalSettings,
  updateIntegrationPolicy,
  updateToolPolicies,
  updateWebhook,
  countTools,
  getApprovalStatistics,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import pg from 'pg';
import { SetEntitlements } from './entitlements/set-entitlements.use-case.js';
import { aDefinition, aUser } from './test-builders.fixture-spec.js';
import { PolicySystem } from './test-system.fixture-spec.js';

const OPERATOR = { kind: 'operator', id: 'operator', name: 'Operator' } as const;

describe('the requests of the policy service', () => {
  let system: PolicySystem;
  const [ours, theirs] = [newId(), newId()];
  const remove = aDefinition('issue.delete');
  let integrationId: string;
  let approvalId: string;
  let webhookId: string;

  /** Something of every kind that one workspace has and the other must not see. */
  beforeAll(async () => {
    system = await PolicySystem.start();
    integrationId = await system.integrationWith(theirs, [remove], { posture: 'ask' });
    ({ approvalId } = await system.pendingApproval(theirs, integrationId, remove));
    await system.get(SetEntitlements).execute(theirs, { agent_approvals: false }, OPERATOR);
    await system.gateway.ask(updateApprovalSettings, { workspaceId: theirs, actor: aUser(), allowSelfApproval: false });
    await system.router.cancel(theirs, newId());
    const hook = {
      name: 'Theirs',
      url: 'http://127.0.0.1:9/approvals',
      events: ['approval.requested' as const],
    };
    ({ id: webhookId } = await system.gateway.ask(createWebhook, { workspaceId: theirs, actor: aUser(), ...hook }));
    await system.gateway.revoke(theirs, newId());
    await eventually(async () => expect(await countIn('revoked_tokens')).toBe(1));
  });
  afterAll(async () => {
    await system.stop();
  });

  const countIn = async (table: string): Promise<number> => {
    const [row] = await system.query<{ count: number }>(theirs, `select count(*)::int from ${table}`);
    return row?.count ?? 0;
  };
  const answered = REQUESTS.filter(({ responder }) => responder === 'policy');
  const snapshot = async (): Promise<unknown> => [
    await system.gateway.listTools(theirs, integrationId),
    await system.gateway.getPolicy(theirs, integrationId),
    await system.gateway.getEntitlements(theirs),
    await system.gateway.ask(getApprovalSettings, { workspaceId: theirs }),
    await system.gateway.listApprovals(theirs),
    await system.gateway.ask(listWebhooks, { workspaceId: theirs }),
    await system.router.changesSince(theirs, 0),
  ];

  describe('from another workspace', () => {
    const refused = [
      ['integration.not_found', listTools, {}],
      ['integration.not_found', getIntegrationPolicy, {}],
      ['integration.not_found', updateIntegrationPolicy, { trusted: true }],
      ['integration.not_found', updateToolPolicies, { tools: [{ name: 'issue.delete', enabled: false }] }],
      ['integration.not_found', pruneTools, {}],
      ['integration.not_found', getToolReview, { toolName: 'issue.delete' }],
      ['approval.not_found', getApproval, {}],
      ['approval.not_found', decideApproval, { decision: 'approve' }],
      ['webhook.not_found', updateWebhook, { enabled: false }],
      ['webhook.not_found', removeWebhook, {}],
      ['webhook.not_found', listWebhookDeliveries, {}],
      ['webhook.not_found', replayWebhookDeliveries, {}],
    ] as const;
    const tried = new Set<string>(refused.map(([, { subject }]) => subject));
    const trying = <C extends { readonly subject: string }>(contract: C): C => {
      tried.add(contract.subject);
      return contract;
    };

    it.each(refused.map(([code, contract, fields]) => ({ code, subject: contract.subject, contract, fields })))(
      'get $code from $subject',
      async ({ code, contract, fields }) => {
        const before = await snapshot();
        const request = { workspaceId: ours, actor: aUser(), integrationId, approvalId, webhookId, ...fields };
        const reply = await system.gateway.askRaw(contract, JSON.stringify(request));
        expect(reply).toMatchObject({ ok: false, error: { code } });
        expect(JSON.stringify(reply)).not.toContain('Tracker');
        expect(await snapshot()).toEqual(before);
      },
    );

    it('see nothing in any list', async () => {
      const nothing = { items: [], nextCursor: null };
      expect(await system.gateway.ask(trying(listApprovals), { workspaceId: ours })).toEqual(nothing);
      expect(await system.gateway.ask(trying(listWebhooks), { workspaceId: ours })).toEqual({ items: [] });
      const record = { workspaceId: ours, since: new Date(0).toISOString() };
      expect(await system.gateway.ask(trying(listAuditedRows), record)).toMatchObject(nothing);
      const changes = await system.router.requests.ask(trying(listPolicyChanges), {
        workspaceId: ours,
        sinceRevision: 0,
      });
      expect(changes).toEqual({
        revision: 0,
        changes: [{ revision: 0, kind: 'entitlements', entitlements: { agent_approvals: true } }],
        nextCursor: null,
      });
      const toolsSeenFrom = async (workspaceId: string): Promise<number> => {
        const { items } = await system.gateway.ask(trying(countTools), {
          workspaceId,
          integrationIds: [integrationId],
        });
        return items.reduce((sum, { total }) => sum + total, 0);
      };
      expect([await toolsSeenFrom(ours), (await toolsSeenFrom(theirs)) > 0]).toEqual([0, true]);
      const [from, until] = [-3_600_000, 3_600_000].map((ms) => new Date(Date.now() + ms).toISOString());
      const statistics = { workspaceId: ours, from: String(from), until: String(until) };
      expect(await system.gateway.ask(trying(getApprovalStatistics), statistics)).toMatchObject({
        requested: 0,
        pendingNow: 0,
      });
      const entitlements = await system.gateway.ask(trying(getEntitlements), { workspaceId: ours });
      expect(entitlements).toEqual({ agent_approvals: true });
    });

    it('learn nothing about an approval, and decide none among many', async () => {
      const key = { workspaceId: ours, approvalId };
      expect(await system.router.requests.ask(trying(findApprovalOutcome), key)).toEqual({
        state: null,
        decided: null,
      });
      await expect(system.router.requests.ask(trying(readEditedArguments), key)).rejects.toMatchObject({
        code: 'approval.not_edited',
      });
      const decisions = [{ approvalId, decision: 'approve' as const }];
      const request = { workspaceId: ours, actor: aUser(), decisions };
      expect(await system.gateway.ask(trying(decideApprovals), request)).toMatchObject({
        items: [{ approvalId, approval: null, problem: { code: 'approval.not_found' } }],
      });
      await system.router.requests.ask(trying(cancelApproval), { ...key, actor: aUser(), reason: 'no' });
      expect((await system.gateway.getApproval(theirs, approvalId)).state).toBe('pending');
    });

    it('make a webhook of their own only', async () => {
      const before = await snapshot();
      const hook = { name: 'Ours', url: 'http://127.0.0.1:9/ours', events: ['approval.decided' as const] };
      await system.gateway.ask(trying(createWebhook), { workspaceId: ours, actor: aUser(), ...hook });
      expect(await snapshot()).toEqual(before);
    });

    it('change the approval settings of their own workspace only', async () => {
      const before = await snapshot();
      const own = { workspaceId: ours, actor: aUser() };
      expect(await system.gateway.ask(trying(getApprovalSettings), own)).toEqual({
        allowSelfApproval: true,
        revision: 0,
      });
      await system.gateway.ask(trying(updateApprovalSettings), { ...own, allowSelfApproval: false });
      expect(await snapshot()).toEqual(before);
    });

    it('are all tried here', () => {
      expect([...tried].sort()).toEqual(answered.map(({ subject }) => subject).sort());
    });
  });

  describe('read tables', () => {
    let client: pg.Client;
    let tables: string[];

    beforeAll(async () => {
      client = new pg.Client({ connectionString: system.urls.appUrl });
      await client.connect();
      const rows = await system.querySystem<{ name: string; hidden: boolean; forced: boolean }>(
        `select c.relname as name, c.relrowsecurity as hidden, c.relforcerowsecurity as forced
         from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = current_schema() and c.relkind = 'r' and c.relname <> 'migrations' order by 1`,
      );
      tables = rows.map(({ name }) => name);
      expect(rows.filter(({ hidden, forced }) => !hidden || !forced)).toEqual([]);
    });
    afterAll(async () => {
      await client.end();
    });

    /** Whose rows the service's own role sees in a session of a workspace; a table that it may not even look at has none. */
    const ownersSeenBy = async (workspaceId: string | null, table: string): Promise<string[]> => {
      await client.query('begin');
      try {
        if (workspaceId !== null) await client.query(`select set_config('app.workspace_id', $1, true)`, [workspaceId]);
        const { rows } = await client.query<{ owner: string }>(`select distinct workspace_id as owner from ${table}`);
        return rows.map(({ owner }) => owner);
      } catch (error) {
        expect(String(error)).toContain('permission denied');
        return [];
      } finally {
        await client.query('rollback');
      }
    };

    it('of which none has a row for a session that set no workspace', async () => {
      for (const table of tables) expect([table, await ownersSeenBy(null, table)]).toEqual([table, []]);
    });

    it('of which none shows a row of another workspace, whatever is in it', async () => {
      const filled: string[] = [];
      for (const table of tables) {
        if ((await ownersSeenBy(theirs, table)).length > 0) filled.push(table);
        const others = (await ownersSeenBy(ours, table)).filter((owner) => owner !== ours);
        expect([table, others]).toEqual([table, []]);
      }
      const read = [
        'approval_settings',
        'approvals',
        'audit',
        'early_cancellations',
        'entitlements',
        'integrations',
        'revoked_tokens',
      ];
      const more = ['tool_definitions', 'tool_policies', 'webhooks', 'workspace_revisions'];
      expect(filled).toEqual(expect.arrayContaining([...read, ...more]));
    });

    it('of which none takes a row of another workspace', async () => {
      const [row] = await system.query<{ count: number }>(
        theirs,
        `select count(*)::int from pg_policies where schemaname = current_schema() and policyname = 'workspace_isolation'
           and with_check is not null and qual is not null`,
      );
      expect(row?.count).toBe(tables.length);
      await client.query('begin');
      await client.query(`select set_config('app.workspace_id', $1, true)`, [ours]);
      const insert = client.query('insert into workspace_revisions (workspace_id, revision) values ($1, 9)', [theirs]);
      await expect(insert).rejects.toThrow('row-level security');
      await client.query('rollback');
    });

    it('of which the audit cannot be rewritten', async () => {
      await expect(client.query('delete from audit')).rejects.toThrow('permission denied');
      await expect(client.query(`update audit set actor = ''`)).rejects.toThrow('permission denied');
    });
  });

  describe('that are malformed', () => {
    const ofTheGateway = answered.filter(({ requesters }) => requesters.includes('admin-gateway'));
    const actor = aUser();

    it.each(ofTheGateway.map(({ subject }) => subject))('get an answer that says so from %s', async (subject) => {
      const cases = [
        ['{', 'request.malformed'],
        ['', 'request.malformed'],
        ['[]', 'request.invalid'],
        ['null', 'request.invalid'],
        ['{}', 'request.invalid'],
        [JSON.stringify({ workspaceId: 'default', integrationId, approvalId, actor }), 'request.invalid'],
      ] as const;
      for (const [payload, code] of cases) {
        const reply = await system.gateway.askRaw({ subject }, payload);
        expect(reply).toMatchObject({ ok: false, error: { code } });
        expect(JSON.stringify(reply)).not.toContain('    at ');
      }
    });

    it.each(['x', '%%%', 'W10', 'WzEsMl0', 'WyJhIiwiXHUwMDAwIl0', 'bnVsbA'])(
      'with the cursor %s point at it',
      async (cursor) => {
        for (const { subject } of [listTools, listApprovals]) {
          const request = { workspaceId: theirs, integrationId, cursor };
          const reply = await system.gateway.askRaw({ subject }, JSON.stringify(request));
          expect(reply).toMatchObject({
            ok: false,
            error: { code: 'request.invalid', details: { problems: [{ pointer: '/cursor' }] } },
          });
        }
        await expect(
          system.router.requests.ask(listPolicyChanges, { workspaceId: theirs, sinceRevision: 0, cursor }),
        ).rejects.toMatchObject({ code: 'request.invalid' });
      },
    );

    it('leave the service at work', async () => {
      expect((await system.gateway.listTools(theirs, integrationId)).tools).toHaveLength(1);
    });
  });
});
