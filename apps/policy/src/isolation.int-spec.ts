import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  cancelApproval,
  decideApproval,
  findApprovalOutcome,
  getApproval,
  getIntegrationPolicy,
  listApprovals,
  listPolicyChanges,
  listTools,
  REQUESTS,
  updateIntegrationPolicy,
  updateToolPolicies,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import pg from 'pg';
import { aDefinition, aUser } from './test-builders.fixture-spec.js';
import { PolicySystem } from './test-system.fixture-spec.js';

describe('the requests of the policy service', () => {
  let system: PolicySystem;
  const [ours, theirs] = [newId(), newId()];
  const remove = aDefinition('issue.delete');
  let integrationId: string;
  let approvalId: string;

  beforeAll(async () => {
    system = await PolicySystem.start();
    integrationId = await system.integrationWith(theirs, [remove], { posture: 'ask' });
    ({ approvalId } = await system.pendingApproval(theirs, integrationId, remove));
  });
  afterAll(async () => {
    await system.stop();
  });

  const answered = REQUESTS.filter(({ responder }) => responder === 'policy');
  const snapshot = async (): Promise<unknown> => [
    await system.gateway.listTools(theirs, integrationId),
    await system.gateway.getPolicy(theirs, integrationId),
    await system.gateway.listApprovals(theirs),
    await system.router.changesSince(theirs, 0),
  ];

  describe('from another workspace', () => {
    const refused = [
      ['integration.not_found', listTools, {}],
      ['integration.not_found', getIntegrationPolicy, {}],
      ['integration.not_found', updateIntegrationPolicy, { trusted: true }],
      ['integration.not_found', updateToolPolicies, { tools: [{ name: 'issue.delete', enabled: false }] }],
      ['approval.not_found', getApproval, {}],
      ['approval.not_found', decideApproval, { decision: 'approve' }],
    ] as const;

    it.each(refused)('get %s from $subject', async (code, contract, fields) => {
      const before = await snapshot();
      const request = { workspaceId: ours, actor: aUser(), integrationId, approvalId, ...fields };
      const reply = await system.gateway.askRaw(contract, JSON.stringify(request));
      expect(reply).toMatchObject({ ok: false, error: { code } });
      expect(await snapshot()).toEqual(before);
    });

    it('see nothing in any list', async () => {
      expect(await system.gateway.listApprovals(ours)).toEqual({ items: [], nextCursor: null });
      const { changes } = await system.router.changesSince(ours, 0);
      expect(changes.map(({ kind }) => kind)).toEqual(['entitlements']);
      expect(await system.router.findOutcome(ours, approvalId)).toEqual({ state: null, decided: null });
    });

    it('cannot cancel', async () => {
      await system.router.cancel(ours, approvalId);
      expect((await system.gateway.getApproval(theirs, approvalId)).state).toBe('pending');
    });

    it('are all tried here', () => {
      const tried = [...refused.map(([, { subject }]) => subject), listApprovals.subject, listPolicyChanges.subject];
      const others = [findApprovalOutcome.subject, cancelApproval.subject, 'policy.get-entitlements.v1'];
      expect([...tried, ...others].sort()).toEqual(answered.map(({ subject }) => subject).sort());
    });
  });

  it('find no row of any table in a session that set no workspace, and cannot rewrite the audit', async () => {
    const client = new pg.Client({ connectionString: system.urls.appUrl });
    await client.connect();
    try {
      const tables = ['integrations', 'tool_policies', 'tool_definitions', 'approvals', 'audit', 'entitlements'];
      for (const table of [...tables, 'workspace_revisions', 'early_cancellations']) {
        expect((await client.query(`select 1 from ${table}`)).rowCount).toBe(0);
      }
      await expect(client.query('select 1 from catch_ups')).rejects.toThrow('permission denied');
      await expect(client.query('delete from audit')).rejects.toThrow('permission denied');
      await expect(client.query(`update audit set actor = ''`)).rejects.toThrow('permission denied');
    } finally {
      await client.end();
    }
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
