import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AuditedRow, policyAudited, pruneTools, type PolicyAudited } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import pg from 'pg';
import { SetEntitlements } from '../entitlements/set-entitlements.use-case.js';
import { aDefinition, anApprovalRequest, aUser, inSeconds } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

interface Row {
  readonly id: string;
  readonly at: Date;
  readonly action: string;
  readonly actor: string;
  readonly way: string | null;
  readonly approval_id: string | null;
  readonly before: string | null;
  readonly after: string | null;
  readonly request_id: string | null;
  readonly transaction: string;
}

/** Counts the statements that insert into a table, whoever sends them. */
const COUNT_STATEMENTS = `
  create table statement_counts (tg_table text not null);
  create function count_statement() returns trigger language plpgsql security definer as $$
    begin insert into statement_counts values (tg_table_name); return null; end $$;
  create trigger count_statements after insert on tool_policies for each statement execute function count_statement();
  create trigger count_statements after insert on audit for each statement execute function count_statement();
  create trigger count_statements after insert on outbox for each statement execute function count_statement();`;

describe('the audit of policy', () => {
  let system: PolicySystem;
  let owner: pg.Client;
  const get = aDefinition('issue.get');
  const remove = aDefinition('issue.delete');
  const operator = { kind: 'operator', id: 'operator', name: 'Operator' } as const;

  beforeAll(async () => {
    system = await PolicySystem.start();
    owner = new pg.Client({ connectionString: system.urls.ownerUrl });
    await owner.connect();
  });
  afterAll(async () => {
    await owner.end();
    await system.stop();
  });

  const rowsOf = (workspaceId: string): Promise<Row[]> =>
    system.query<Row>(workspaceId, 'select *, xmin::text as transaction from audit order by id');
  const events = async (workspaceId: string): Promise<PolicyAudited[]> => {
    const rows = await system.querySystem<{ envelope: string }>(
      'select envelope from outbox where workspace_id = $1 and subject = $2 order by sequence',
      [workspaceId, policyAudited.subject],
    );
    return rows.map(({ envelope }) => (JSON.parse(envelope) as { data: PolicyAudited }).data);
  };
  const announced = async (workspaceId: string): Promise<AuditedRow[]> =>
    (await events(workspaceId)).flatMap(({ others = [], ...first }) => [first, ...others]);
  const settled = (workspaceId: string, approvalId: string, state: string): Promise<void> =>
    eventually(async () => {
      expect((await system.gateway.getApproval(workspaceId, approvalId)).state).toBe(state);
    });
  /** What the grant says of itself, as the audit has it. */
  const grantOf = async (approvalId: string): Promise<object> => {
    const { grant } = await system.outcomeOf(approvalId);
    const { jti, exp } = system.grants.verify(grant ?? '');
    return { jti, expiresAt: new Date(exp * 1_000).toISOString() };
  };
  const actionsOf = (rows: readonly Row[]): string[] => [...new Set(rows.map(({ action }) => action))].sort();

  it('has who did what on which way, and the request, of everything that changes policies or approvals', async () => {
    const workspaceId = newId();
    const actor = aUser({ name: 'Grace' });
    const integrationId = await system.integrationWith(workspaceId, [get, remove], { posture: 'ask' });
    await system.gateway.updateTools(workspaceId, integrationId, [{ name: 'issue.get', idempotent: true }], { actor });
    await system.gateway.updatePolicy(workspaceId, integrationId, { posture: 'open' });
    const pending = () => system.pendingApproval(workspaceId, integrationId, get);
    const [approved, denied, cancelled] = [await pending(), await pending(), await pending()];
    await system.gateway.decide(workspaceId, approved.approvalId, 'approve', { actor });
    await system.gateway.decide(workspaceId, denied.approvalId, 'deny', { actor, reason: 'Not today.' });
    await system.router.cancel(workspaceId, cancelled.approvalId);
    const expired = anApprovalRequest(integrationId, get, { expiresAt: inSeconds(-1) });
    await system.router.request(workspaceId, expired);
    await settled(workspaceId, expired.approvalId, 'expired');
    const voided = await pending();
    await system.discover(workspaceId, integrationId, { snapshotRevision: 2, connectionRevision: 1, tools: [remove] });
    await settled(workspaceId, voided.approvalId, 'invalidated');
    await system.gateway.ask(pruneTools, { workspaceId, integrationId, actor });
    await system.get(SetEntitlements).execute(workspaceId, { agent_approvals: false }, operator);
    await system.registry.move(workspaceId, integrationId, 2);
    await eventually(async () =>
      expect(actionsOf(await rowsOf(workspaceId))).toContain('integration_policy.connection_moved'),
    );
    await system.registry.remove(workspaceId, integrationId);
    await eventually(async () => expect(actionsOf(await rowsOf(workspaceId))).toContain('integration_policy.removed'));

    const rows = await rowsOf(workspaceId);
    const byAction = new Map(rows.map((row) => [row.action, row]));
    const summary = [...byAction].map(([action, row]) => {
      const { kind } = JSON.parse(row.actor) as { kind: string };
      return [action, kind, row.way, row.request_id !== null];
    });
    expect(summary.sort()).toEqual([
      ['approval.approved', 'user', 'api', true],
      ['approval.cancelled', 'user', null, true],
      ['approval.denied', 'user', 'api', true],
      ['approval.expired', 'system', null, false],
      ['approval.invalidated', 'system', null, true],
      ['approval.requested', 'run', null, true],
      ['discovery.merged', 'system', null, true],
      ['entitlements.updated', 'operator', 'operator', false],
      ['integration_policy.connection_moved', 'system', null, true],
      ['integration_policy.created', 'system', null, true],
      ['integration_policy.removed', 'system', null, true],
      ['integration_policy.updated', 'user', 'api', true],
      ['tool_policy.pruned', 'user', 'api', true],
      ['tool_policy.updated', 'user', 'api', true],
    ]);
    expect(JSON.parse(byAction.get('tool_policy.updated')?.actor ?? '')).toEqual(actor);
    expect(JSON.parse(byAction.get('approval.denied')?.after ?? '')).toMatchObject({ reason: 'Not today.' });
    expect(JSON.parse(byAction.get('entitlements.updated')?.before ?? '')).toEqual({ agent_approvals: true });
    const decision = JSON.parse(byAction.get('approval.approved')?.after ?? '') as { state: string; grant: object };
    expect(decision).toMatchObject({ state: 'approved', grant: await grantOf(approved.approvalId) });
    // Every row is announced, once and as it is.
    const told = await announced(workspaceId);
    expect(told.map(({ id }) => id).sort()).toEqual(rows.map(({ id }) => id).sort());
    const byId = new Map(told.map((row) => [row.id, row]));
    for (const row of rows) {
      expect(byId.get(row.id)).toMatchObject({
        at: row.at.toISOString(),
        action: row.action,
        actor: JSON.parse(row.actor) as object,
        way: row.way,
        approvalId: row.approval_id,
        before: row.before,
        after: row.after,
        requestId: row.request_id,
      });
    }
  });

  it('names the person who registered an integration, whom the registry names', async () => {
    const workspaceId = newId();
    const actor = aUser({ name: 'Grace' });
    await system.integrationWith(workspaceId, [get], { actor });
    const registered = (await rowsOf(workspaceId)).find(({ action }) => action === 'integration_policy.created');
    expect(JSON.parse(registered?.actor ?? '')).toEqual(actor);
  });

  it('commits with what it is about', async () => {
    const workspaceId = newId();
    const integrationId = await system.integrationWith(workspaceId, [get, remove]);
    await system.gateway.updateTools(workspaceId, integrationId, [{ name: 'issue.get', enabled: false }]);
    const { approvalId } = await system.pendingApproval(workspaceId, integrationId, remove);
    await system.gateway.decide(workspaceId, approvalId, 'deny');
    const transactionsOf = async (table: string, condition: string): Promise<string[]> => {
      const sql = `select xmin::text as transaction from ${table} where ${condition}`;
      return (await system.query<{ transaction: string }>(workspaceId, sql)).map((row) => row.transaction);
    };
    expect(await transactionsOf('audit', `action = 'tool_policy.updated'`)).toEqual(
      await transactionsOf('tool_policies', `document like '%"toolName":"issue.get"%'`),
    );
    expect(await transactionsOf('audit', `action = 'approval.denied'`)).toEqual(
      await transactionsOf('approvals', `state = 'denied'`),
    );
  });

  it('has nothing of what was refused', async () => {
    const workspaceId = newId();
    const integrationId = await system.integrationWith(workspaceId, [get]);
    const before = await rowsOf(workspaceId);
    const updates = [
      { name: 'issue.get', enabled: false },
      { name: 'nobody', enabled: false },
    ];
    await expect(system.gateway.updateTools(workspaceId, integrationId, updates)).rejects.toMatchObject({
      code: 'policy.unknown_tool',
    });
    expect(await rowsOf(workspaceId)).toEqual(before);
    expect(await announced(workspaceId)).toHaveLength(before.length);
  });

  it('refuses to be changed, by its owner too', async () => {
    for (const statement of [`update audit set action = ''`, 'delete from audit', 'truncate audit']) {
      await expect(owner.query(statement)).rejects.toThrow('the audit is append-only');
    }
  });

  it('is relayed to the stream', async () => {
    const workspaceId = newId();
    await system.integrationWith(workspaceId, [get]);
    await eventually(async () => {
      const unpublished = await system.querySystem(
        'select 1 from outbox where workspace_id = $1 and subject = $2 and published_at is null',
        [workspaceId, policyAudited.subject],
      );
      expect(unpublished).toEqual([]);
    });
    expect(await announced(workspaceId)).toHaveLength(2);
  });

  describe('of five hundred tools', () => {
    const workspaceId = newId();
    const tools = Array.from({ length: 500 }, (_, index) => aDefinition(`tool-${index}`));
    let integrationId: string;

    beforeAll(async () => {
      integrationId = await system.integrationWith(workspaceId, tools);
    });

    it('is one row and one event where a discovery merged them, with the first names and how many there are', async () => {
      const rows = (await rowsOf(workspaceId)).filter(({ action }) => action === 'discovery.merged');
      expect(rows).toHaveLength(1);
      const { available, changed } = JSON.parse(rows[0]?.after ?? '') as {
        available: number;
        changed: { names: string[] };
      };
      expect({ available, changed: { ...changed, names: changed.names.length } }).toEqual({
        available: 500,
        changed: { names: 50, total: 500 },
      });
      expect((await announced(workspaceId)).filter(({ action }) => action === 'discovery.merged')).toHaveLength(1);
    });

    it('is a row for each of them where a person changed them, in one statement for each table and few events', async () => {
      await owner.query(COUNT_STATEMENTS);
      await system.gateway.updateTools(
        workspaceId,
        integrationId,
        tools.map(({ name }) => ({ name, enabled: false })),
      );
      const counts = await owner.query('select tg_table, count(*)::int from statement_counts group by 1 order by 1');
      // The outbox has the hint that policies changed, and the audit.
      expect(counts.rows).toEqual([
        { tg_table: 'audit', count: 1 },
        { tg_table: 'outbox', count: 2 },
        { tg_table: 'tool_policies', count: 1 },
      ]);
      const rows = (await rowsOf(workspaceId)).filter(({ action }) => action === 'tool_policy.updated');
      expect(rows).toHaveLength(500);
      expect(new Set(rows.map(({ transaction }) => transaction)).size).toBe(1);
      const ofPeople = (await events(workspaceId)).filter(({ action }) => action === 'tool_policy.updated');
      // Of about a kilobyte a row.
      expect(ofPeople.length).toBeLessThan(5);
      expect(ofPeople.flatMap(({ id, others = [] }) => [id, ...others.map((other) => other.id)]).sort()).toEqual(
        rows.map(({ id }) => id).sort(),
      );
    });
  });
});
