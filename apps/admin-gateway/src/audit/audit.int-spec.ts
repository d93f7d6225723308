import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type Actor,
  authorizationChanged,
  discoveryCompleted,
  discoveryFailed,
  type EventContract,
  integrationRegistered,
  integrationRemoved,
  integrationUpdated,
  type PolicyAudited,
  policyAudited,
} from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { publishEvent } from '@countersign/messaging';
import { eventually } from '@countersign/testing';
import { EndedRowsSweeper } from '../idempotency/ended-rows.sweeper.js';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { ADMIN, GatewaySystem } from '../test-system.fixture-spec.js';
import type { AuditPage } from './audit.dto.js';

const PATH = '/api/v1/workspaces/default/audit';
const AT = '2026-11-23T10:00:00.000Z';
const ACTOR: Actor = { kind: 'user', id: newId(), name: 'Erin Editor' };

describe('the audit', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  let workspaceId: string;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    workspaceId = await system.workspaceId();
  });
  afterAll(() => system.stop());

  async function publish<P extends object>(
    contract: EventContract<P>,
    data: P & { integrationId: string | null },
    { id = newId(), workspace = workspaceId, at = AT } = {},
  ): Promise<void> {
    const aggregateId = data.integrationId ?? id;
    const envelope = { id, type: contract.subject, workspaceId: workspace, aggregateId, occurredAt: at, data };
    await publishEvent(system.neighbours.busOf(contract.publisher).jetstream, contract, envelope, newId());
  }

  const register = (integrationId: string, options: Parameters<typeof publish>[2] = {}): Promise<void> => {
    const event = { integrationId, slug: 'Tracker', displayName: 'T', posture: 'open', actor: ACTOR } as const;
    return publish(integrationRegistered, { ...event, connectionRevision: 1, revision: 1 }, options);
  };

  const list = async (query = ''): Promise<AuditPage> => (await admin.get<AuditPage>(`${PATH}${query}`)).body;

  /** Once it has that many entries of an integration. */
  const entriesOf = (integrationId: string, count: number): Promise<AuditPage['items']> =>
    eventually(async () => {
      const { items } = await list(`?integrationId=${integrationId}`);
      expect(items).toHaveLength(count);
      return items;
    });

  it('keeps what the registry tells, with who did it and when', async () => {
    const integrationId = newId();
    await register(integrationId);
    await entriesOf(integrationId, 1);
    const moved = { integrationId, slug: 'Tracker', displayName: 'T', connectionMoved: true, actor: ACTOR };
    await publish(integrationUpdated, { ...moved, connectionRevision: 2, revision: 2 });
    await entriesOf(integrationId, 2);
    const drift = [{ name: 'a\u0000b', kinds: ['added' as const], warnings: ['invisible' as const] }];
    const lists = { tools: [], complete: true, added: ['a\u0000b'], removed: [], changed: [], drift };
    const revisions = { snapshotRevision: 2, connectionRevision: 2, revision: 3, toolCount: 1 };
    await publish(discoveryCompleted, { integrationId, ...revisions, ...lists, trigger: 'update' });
    await entriesOf(integrationId, 3);
    const failure = { integrationId, errorCode: 'discovery.timed_out', message: 'no answer', at: AT };
    await publish(discoveryFailed, { ...failure, trigger: 'poll', first: true });
    await entriesOf(integrationId, 4);
    const authorization = { issuer: 'https://auth.example.com', grantedScopes: ['read'], problem: null };
    await publish(authorizationChanged, { integrationId, state: 'authorized', ...authorization, actor: ACTOR });
    await entriesOf(integrationId, 5);
    await publish(integrationRemoved, { integrationId, slug: 'Tracker', revision: 4, actor: ACTOR });
    const items = await entriesOf(integrationId, 6);
    expect(items.map(({ action, actor }) => [action, actor.name])).toEqual([
      ['integration.removed', 'Erin Editor'],
      ['integration.authorization_changed', 'Erin Editor'],
      ['integration.check_failed', 'Integration registry'],
      ['integration.tools_changed', 'Integration registry'],
      ['integration.updated', 'Erin Editor'],
      ['integration.registered', 'Erin Editor'],
    ]);
    expect(items[3]?.details).toMatchObject({ tools: drift, trigger: 'update', isTruncated: false });
    expect(items[4]?.details).toMatchObject({ connectionMoved: true, connectionRevision: 2 });
    expect(items.every(({ at }) => at === AT)).toBe(true);
  });

  it('keeps nothing of a check that found what was known, nor of a failure that goes on', async () => {
    const integrationId = newId();
    const lists = { tools: [], complete: true, added: [], removed: [], changed: [], drift: [] };
    const revisions = { snapshotRevision: 7, connectionRevision: 1, revision: 9, toolCount: 1 };
    await publish(discoveryCompleted, { integrationId, ...revisions, ...lists, trigger: 'poll' });
    const failure = { integrationId, errorCode: 'discovery.timed_out', message: 'no answer', at: AT, first: false };
    await publish(discoveryFailed, failure);
    await publish(discoveryFailed, { ...failure, first: true });
    expect(await entriesOf(integrationId, 1)).toMatchObject([{ action: 'integration.check_failed' }]);
  });

  it('has an event that comes twice once', async () => {
    const [first, second, id] = [newId(), newId(), newId()];
    await register(first, { id });
    await register(first, { id });
    await register(second);
    await entriesOf(second, 1);
    await entriesOf(first, 1);
  });

  it('comes in pages, newest first, of one action where that is asked for', async () => {
    const ids = [newId(), newId(), newId()];
    for (const id of ids) {
      await register(id);
      await entriesOf(id, 1);
    }
    const action = 'action=integration.registered';
    const first = await list(`?${action}&limit=2`);
    const second = await list(`?${action}&limit=1&cursor=${first.nextCursor}`);
    const items = [...first.items, ...second.items];
    expect(items.map(({ integrationId }) => integrationId)).toEqual([...ids].reverse());
    expect((await list(`?action=integration.removed&integrationId=${ids[0]}`)).items).toEqual([]);
    for (const query of ['?action=X!', '?integrationId=x', '?cursor=x', '?colour=red']) {
      expect((await admin.get(`${PATH}${query}`)).status).toBe(422);
    }
    // No such offset exists to Postgres.
    expect((await admin.get(`${PATH}?from=2026-11-23T12:00:00%2B23:59`)).status).toBe(200);
  });

  function anAudited(overrides: Partial<PolicyAudited> = {}): PolicyAudited {
    return {
      id: newId(),
      at: AT,
      action: 'approval.denied',
      actor: { kind: 'token', id: newId(), name: 'Phone', ownerId: newId() },
      way: 'cli',
      integrationId: newId(),
      toolName: 'a\u0000b',
      approvalId: newId(),
      revision: null,
      before: null,
      after: '{"state":"denied"',
      requestId: 'request-1',
      ...overrides,
    };
  }

  it('keeps what policy records, with the way, the approval and the request', async () => {
    const row = anAudited();
    await publish(policyAudited, row, { at: '2026-11-23T11:00:00.000Z' });
    const [entry] = await entriesOf(row.integrationId ?? '', 1);
    const { action, actor, way, integrationId, approvalId, requestId, toolName, revision, before, after } = row;
    expect(entry).toEqual({
      id: expect.any(String),
      at: AT,
      ...{ action, actor, way, integrationId, approvalId, requestId },
      details: { toolName, revision, before, after },
    });
  });

  it('is narrowed by approval, by the kind of action, by who it was and by time, together', async () => {
    const person = newId();
    const actor: Actor = { kind: 'token', id: newId(), name: 'Phone', ownerId: person };
    const own: Actor = { kind: 'user', id: person, name: 'Ann', ownerId: person };
    const approvalId = newId();
    const rows = [
      anAudited({ action: 'approval.requested', approvalId }),
      anAudited({ action: 'approval.approved', approvalId, actor, at: '2026-11-23T12:00:00.000Z' }),
      anAudited({ action: 'approvals_other.done', actor: own, approvalId: null, at: '2026-11-23T13:00:00.000Z' }),
    ];
    for (const row of rows) {
      await publish(policyAudited, row);
      await entriesOf(row.integrationId ?? '', 1);
    }
    const actions = async (query: string): Promise<string[]> => (await list(query)).items.map(({ action }) => action);
    expect(await actions(`?approvalId=${approvalId}`)).toEqual(['approval.approved', 'approval.requested']);
    expect(await actions(`?actor=${person}`)).toEqual(['approvals_other.done', 'approval.approved']);
    expect(await actions(`?actor=${actor.id}`)).toEqual(['approval.approved']);
    expect(await actions(`?actor=${person}&action=approval`)).toEqual(['approval.approved']);
    expect(await actions(`?actor=${person}&action=approval.denied`)).toEqual([]);
    const [noon, one] = ['2026-11-23T12:00:00Z', encodeURIComponent('2026-11-23T14:00:00+01:00')];
    expect(await actions(`?actor=${person}&from=${noon}&until=${one}`)).toEqual(['approval.approved']);
    expect(await actions(`?actor=${person}&from=${one}`)).toEqual(['approvals_other.done']);
    for (const query of ['?from=2026-11-23', '?until=2026-02-30T10:00:00Z', '?approvalId=x', '?actor=%00']) {
      expect((await admin.get(`${PATH}${query}`)).status).toBe(422);
    }
  });

  describe('of what happens in the gateway', () => {
    const actionsOf = async (actor: string): Promise<string[]> =>
      (await list(`?actor=${actor}`)).items.map(({ action }) => action);

    it('has the first admin', async () => {
      const { items } = await list('?action=user.first_admin_created');
      expect(items).toMatchObject([{ actor: { kind: 'system' }, details: { email: ADMIN.email.toLowerCase() } }]);
    });

    it('has who signed in, in each of their workspaces', async () => {
      const other = await system.addWorkspace();
      const member = await system.addMember(workspaceId, 'admin');
      await system.asOwner(
        `insert into members (workspace_id, user_id, role) values ('${other}', '${member.id}', 'admin')`,
      );
      const client = await system.signIn(member);
      expect(await actionsOf(member.id)).toEqual(['session.sign_in_succeeded']);
      const elsewhere = await client.get<AuditPage>(`/api/v1/workspaces/${other}/audit?actor=${member.id}`);
      expect(elsewhere.body.items).toMatchObject([{ requestId: expect.any(String), way: null }]);
    });

    it('has of wrong passwords the first, and the one that closes the e-mail, and none of an unknown e-mail', async () => {
      const member = await system.addMember(workspaceId, 'viewer');
      const before = (await list('?action=session')).items.length;
      for (const email of [member.email, 'nobody@example.com']) {
        const guesses = Array.from({ length: 14 }, () =>
          system.anonymous.post('/api/v1/auth/login', { email, password: 'a wrong password' }),
        );
        await Promise.all(guesses);
      }
      expect((await actionsOf(member.id)).sort()).toEqual(['session.sign_in_failed', 'session.sign_in_locked']);
      const { items } = await list('?action=session');
      expect(items).toHaveLength(before + 2);
      expect(JSON.stringify(items)).not.toContain('a wrong password');
    });

    it('has tokens that are made and revoked, without the tokens', async () => {
      const { body } = await admin.post('/api/v1/workspaces/default/tokens', {
        name: 'Script',
        kind: 'api',
        scopes: ['call:read'],
      });
      const place = `/api/v1/workspaces/default/tokens/${String(body['id'])}`;
      for (let round = 0; round < 2; round += 1) expect((await admin.delete(place)).status).toBe(204);
      const { items } = await list('?action=token');
      expect(items.slice(0, 2)).toMatchObject([
        { action: 'token.revoked', details: { tokenId: body['id'], name: 'Script' } },
        { action: 'token.created', details: { tokenId: body['id'], scopes: ['call:read'] } },
      ]);
      expect(JSON.stringify(items)).not.toContain(String(body['token']).split('.')[2]);
    });

    it('has every change of a group, and none of what changes nothing', async () => {
      const groups = '/api/v1/workspaces/default/approver-groups';
      const { body } = await admin.post(groups, { name: 'Audited' });
      const group = `${groups}/${String(body['id'])}`;
      const { id: userId } = await system.addMember(workspaceId, 'approver');
      for (let round = 0; round < 2; round += 1) {
        await admin.patch(group, { description: 'Described' });
        await admin.send('PUT', `${group}/members/${userId}`);
      }
      for (let round = 0; round < 2; round += 1) await admin.delete(`${group}/members/${userId}`);
      await admin.delete(`${group}?force=true`);
      const { items } = await list('?action=approver_group');
      expect(items.map(({ action }) => action.split('.')[1])).toEqual([
        'removed',
        'member_removed',
        'member_added',
        'updated',
        'created',
      ]);
      expect(items[0]).toMatchObject({ actor: { kind: 'user' }, details: { name: 'Audited', forced: true } });
      expect(items[3]?.details).toMatchObject({ before: { description: '' }, after: { description: 'Described' } });
    });
  });

  it('is read with audit:read alone', async () => {
    expect((await (await system.clientWith(['audit:read'])).get(PATH)).status).toBe(200);
    const others = await system.clientWith(['integration:read', 'workspace:admin', 'call:read']);
    expect((await others.get(PATH)).body['details']).toEqual({ scope: 'audit:read' });
  });

  it('shows a workspace its own entries, and the database lets it read no others', async () => {
    const other = await system.addWorkspace();
    const integrationId = newId();
    await register(integrationId, { workspace: other });
    const database = system.app.get(Database);
    const count = (workspace: string): Promise<unknown> =>
      database.read(workspace, (tx) =>
        tx.query('select 1 from audit_entries where integration_id = $1', [integrationId]),
      );
    await eventually(async () => expect(await count(other)).toHaveLength(1));
    expect(await count(workspaceId)).toEqual([]);
    expect((await list(`?integrationId=${integrationId}`)).items).toEqual([]);
  });

  it.each([`update audit_entries set action = 'x'`, 'delete from audit_entries', 'truncate audit_entries'])(
    'is never changed by the role that serves people: %s',
    async (statement) => {
      const database = system.app.get(Database);
      await expect(database.transaction(workspaceId, (tx) => tx.query(statement))).rejects.toThrow(/permission denied/);
    },
  );

  it('forgets what is older than its time', async () => {
    const [old, recent] = [newId(), newId()];
    await register(old, { at: new Date(Date.now() - 401 * 86_400_000).toISOString() });
    await register(recent, { at: new Date(Date.now() - 399 * 86_400_000).toISOString() });
    await entriesOf(old, 1);
    await entriesOf(recent, 1);
    await system.app.get(EndedRowsSweeper).sweep();
    await entriesOf(old, 0);
    await entriesOf(recent, 1);
  });
});
