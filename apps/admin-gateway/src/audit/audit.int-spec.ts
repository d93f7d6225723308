import { describe, expect, it } from '@jest/globals';
import {
  type Actor,
  authorizationChanged,
  discoveryCompleted,
  discoveryFailed,
  integrationRemoved,
  integrationUpdated,
  policyAudited,
} from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { EndedRowsSweeper } from '../idempotency/ended-rows.sweeper.js';
import { ACTOR, anAudited, AT, PATH, theAudit } from './audit.fixture-spec.js';

describe('the audit', () => {
  const audit = theAudit();

  it('keeps what the registry tells, with who did it and when', async () => {
    const integrationId = newId();
    await audit.register(integrationId);
    await audit.entriesOf(integrationId, 1);
    const moved = { integrationId, slug: 'Tracker', displayName: 'T', connectionMoved: true, actor: ACTOR };
    await audit.publish(integrationUpdated, { ...moved, connectionRevision: 2, revision: 2 });
    await audit.entriesOf(integrationId, 2);
    const drift = [{ name: 'a\u0000b', kinds: ['added' as const], warnings: ['invisible' as const] }];
    const lists = { tools: [], complete: true, added: ['a\u0000b'], removed: [], changed: [], drift };
    const revisions = { snapshotRevision: 2, connectionRevision: 2, revision: 3, toolCount: 1 };
    await audit.publish(discoveryCompleted, { integrationId, ...revisions, ...lists, trigger: 'update' });
    await audit.entriesOf(integrationId, 3);
    const failure = { integrationId, errorCode: 'discovery.timed_out', message: 'no answer', at: AT };
    await audit.publish(discoveryFailed, { ...failure, trigger: 'poll', first: true });
    await audit.entriesOf(integrationId, 4);
    const authorization = { issuer: 'https://auth.example.com', grantedScopes: ['read'], problem: null };
    await audit.publish(authorizationChanged, { integrationId, state: 'authorized', ...authorization, actor: ACTOR });
    await audit.entriesOf(integrationId, 5);
    await audit.publish(integrationRemoved, { integrationId, slug: 'Tracker', revision: 4, actor: ACTOR });
    const items = await audit.entriesOf(integrationId, 6);
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
    await audit.publish(discoveryCompleted, { integrationId, ...revisions, ...lists, trigger: 'poll' });
    const failure = { integrationId, errorCode: 'discovery.timed_out', message: 'no answer', at: AT, first: false };
    await audit.publish(discoveryFailed, failure);
    await audit.publish(discoveryFailed, { ...failure, first: true });
    expect(await audit.entriesOf(integrationId, 1)).toMatchObject([{ action: 'integration.check_failed' }]);
  });

  it('has an event that comes twice once', async () => {
    const [first, second, id] = [newId(), newId(), newId()];
    await audit.register(first, { id });
    await audit.register(first, { id });
    await audit.register(second);
    await audit.entriesOf(second, 1);
    await audit.entriesOf(first, 1);
  });

  it('comes in pages, newest first, of one action where that is asked for', async () => {
    const ids = [newId(), newId(), newId()];
    for (const id of ids) {
      await audit.register(id);
      await audit.entriesOf(id, 1);
    }
    const action = 'action=integration.registered';
    const first = await audit.list(`?${action}&limit=2`);
    const second = await audit.list(`?${action}&limit=1&cursor=${first.nextCursor}`);
    const items = [...first.items, ...second.items];
    expect(items.map(({ integrationId }) => integrationId)).toEqual([...ids].reverse());
    expect((await audit.list(`?action=integration.removed&integrationId=${ids[0]}`)).items).toEqual([]);
    for (const query of ['?action=X!', '?integrationId=x', '?cursor=x', '?colour=red']) {
      expect((await audit.admin.get(`${PATH}${query}`)).status).toBe(422);
    }
    // No such offset exists to Postgres, and other years are written in another way.
    for (const time of ['2026-11-23T12:00:00%2B23:59', '0100-01-01T00:00:00%2B01:00', '9999-12-31T23:59:59-23:59']) {
      expect((await audit.admin.get(`${PATH}?from=${time}&until=${time}`)).status).toBe(200);
    }
  });

  it('keeps what policy records, with the way, the approval and the request', async () => {
    const row = anAudited();
    await audit.publish(policyAudited, row, { at: '2026-11-23T11:00:00.000Z' });
    const [entry] = await audit.entriesOf(row.integrationId ?? '', 1);
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
      await audit.publish(policyAudited, row);
      await audit.entriesOf(row.integrationId ?? '', 1);
    }
    const actions = async (query: string): Promise<string[]> =>
      (await audit.list(query)).items.map(({ action }) => action);
    expect(await actions(`?approvalId=${approvalId}`)).toEqual(['approval.approved', 'approval.requested']);
    expect(await actions(`?actor=${person}`)).toEqual(['approvals_other.done', 'approval.approved']);
    expect(await actions(`?actor=${actor.id}`)).toEqual(['approval.approved']);
    expect(await actions(`?actor=${person}&action=approval`)).toEqual(['approval.approved']);
    expect(await actions(`?actor=${person}&action=approval.denied`)).toEqual([]);
    const [noon, one] = ['2026-11-23T12:00:00Z', encodeURIComponent('2026-11-23T14:00:00+01:00')];
    expect(await actions(`?actor=${person}&from=${noon}&until=${one}`)).toEqual(['approval.approved']);
    expect(await actions(`?actor=${person}&from=${one}`)).toEqual(['approvals_other.done']);
    for (const query of ['?from=2026-11-23', '?until=2026-02-30T10:00:00Z', '?approvalId=x', '?actor=%00']) {
      expect((await audit.admin.get(`${PATH}${query}`)).status).toBe(422);
    }
  });

  it('is narrowed by tool and way, and exported as it is listed, which is audited', async () => {
    const integrationId = newId();
    const toolName = 'a"\\\u0000b';
    await audit.publish(policyAudited, anAudited({ integrationId, toolName, way: 'cli' }));
    await audit.publish(policyAudited, anAudited({ integrationId, toolName: 'a', way: 'web' }));
    const [, first] = await audit.entriesOf(integrationId, 2);
    const all = `integrationId=${integrationId}`;
    const [listed] = (await audit.list(`?${all}&tool=${encodeURIComponent(toolName)}`)).items;
    expect(listed?.details['toolName']).toBe(toolName);
    expect((await audit.list(`?${all}&way=web`)).items).toMatchObject([{ way: 'web' }]);
    const { headers, text } = await audit.admin.get(`${PATH}/export?${all}`);
    expect(headers).toMatchObject({ 'content-disposition': 'attachment; filename="audit.jsonl"' });
    const lines = text.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual((await audit.list(`?${all}`)).items);
    const csv = await audit.admin.get(`${PATH}/export?${all}&format=csv&cursor=${first?.id ?? ''}`);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.text.trimEnd().split('\r\n')).toEqual([expect.stringMatching(/^id,at,action,/)]);
    const exports = (await audit.list('?action=audit.exported')).items;
    expect(exports.map(({ details }) => details['format'])).toEqual(['csv', 'jsonl']);
    expect((await audit.admin.get(`${PATH}/export?format=xls`)).status).toBe(422);
  });

  it('is read with audit:read alone', async () => {
    expect((await (await audit.system.clientWith(['audit:read'])).get(PATH)).status).toBe(200);
    const others = await audit.system.clientWith(['integration:read', 'workspace:admin', 'call:read']);
    expect((await others.get(PATH)).body['details']).toEqual({ scope: 'audit:read' });
  });

  it('shows a workspace its own entries, and the database lets it read no others', async () => {
    const other = await audit.system.addWorkspace();
    const integrationId = newId();
    await audit.register(integrationId, { workspace: other });
    const database = audit.system.app.get(Database);
    const count = (workspace: string): Promise<unknown> =>
      database.read(workspace, (tx) =>
        tx.query('select 1 from audit_entries where integration_id = $1', [integrationId]),
      );
    await eventually(async () => expect(await count(other)).toHaveLength(1));
    expect(await count(audit.workspaceId)).toEqual([]);
    expect((await audit.list(`?integrationId=${integrationId}`)).items).toEqual([]);
  });

  it.each([`update audit_entries set action = 'x'`, 'delete from audit_entries', 'truncate audit_entries'])(
    'is never changed by the role that serves people: %s',
    async (statement) => {
      const database = audit.system.app.get(Database);
      await expect(database.transaction(audit.workspaceId, (tx) => tx.query(statement))).rejects.toThrow(
        /permission denied/,
      );
    },
  );

  it('forgets what is older than its time', async () => {
    const [old, recent] = [newId(), newId()];
    await audit.register(old, { at: new Date(Date.now() - 401 * 86_400_000).toISOString() });
    await audit.register(recent, { at: new Date(Date.now() - 399 * 86_400_000).toISOString() });
    await audit.entriesOf(old, 1);
    await audit.entriesOf(recent, 1);
    await audit.system.app.get(EndedRowsSweeper).sweep();
    await audit.entriesOf(old, 0);
    await audit.entriesOf(recent, 1);
  });
});
