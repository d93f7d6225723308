import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createAgent, DomainError } from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { anAgent } from '../test-builders.fixture-spec.js';
import type { HttpAnswer, HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';
import { EndedRowsSweeper } from './ended-rows.sweeper.js';

const AGENTS = '/api/v1/workspaces/default/agents';
const BODY = { name: 'Triage', instructions: 'Triage issues.' };

describe('Idempotency-Key', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  let key: string;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
  });
  afterAll(() => system.stop());

  beforeEach(() => {
    key = newId();
    system.neighbours.answer(createAgent, () => anAgent());
  });

  const create = (body: object = BODY, client = admin): Promise<HttpAnswer> =>
    client.post(AGENTS, body, { headers: { 'idempotency-key': key } });
  const timesAsked = (): number => system.neighbours.inputsOf(createAgent).length;

  it('gives a repetition the first answer and does nothing again', async () => {
    const before = timesAsked();
    const [first, second] = [await create(), await create()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect([first.headers['idempotency-replayed'], second.headers['idempotency-replayed']]).toEqual([
      undefined,
      'true',
    ]);
    expect(timesAsked()).toBe(before + 1);
  });

  it('does it once when the same comes many times at once', async () => {
    const before = timesAsked();
    const statuses = (await Promise.all(Array.from({ length: 6 }, () => create()))).map(({ status }) => status);
    expect(statuses).toContain(201);
    expect(statuses.every((status) => status === 201 || status === 409)).toBe(true);
    expect(timesAsked()).toBe(before + 1);
  });

  it('refuses the key for another request', async () => {
    await create();
    expect((await create({ ...BODY, name: 'Other' })).body).toMatchObject({
      status: 422,
      code: 'idempotency.other_request',
    });
  });

  it('lets each principal use its own keys', async () => {
    const before = timesAsked();
    await create();
    await create(BODY, await system.clientWith(['agent:create']));
    expect(timesAsked()).toBe(before + 2);
  });

  it('lets what was refused be tried again', async () => {
    system.neighbours.answer(createAgent, () => {
      throw new DomainError('agent.limit', 'No.');
    });
    expect((await create()).status).toBe(500);
    expect((await create({ name: '' })).status).toBe(422);
    system.neighbours.answer(createAgent, () => anAgent());
    expect((await create()).status).toBe(201);
  });

  it('refuses a repetition when nobody knows what became of the first', async () => {
    system.neighbours.answer(createAgent, () => {
      throw new DomainError('bus.timeout', 'No answer.');
    });
    expect((await create()).status).toBe(504);
    expect((await create()).body).toMatchObject({ status: 409, code: 'idempotency.in_progress' });
  });

  it('does not keep a token, and makes no second one', async () => {
    const send = (): Promise<HttpAnswer> =>
      admin.post(
        '/api/v1/workspaces/default/tokens',
        { name: 'T', kind: 'api', scopes: [] },
        { headers: { 'idempotency-key': key } },
      );
    const { body } = await send();
    expect((await send()).body).toMatchObject({ status: 409, code: 'idempotency.not_repeatable' });
    const workspaceId = await system.workspaceId();
    const rows = await system.app
      .get(Database)
      .read(workspaceId, (tx) => tx.query<object[]>('select * from idempotency_keys'));
    expect(JSON.stringify(rows)).not.toContain(String(body['token']));
  });

  it.each([['x'.repeat(129)], ['a b']])('refuses the key %.20p', async (bad) => {
    key = bad;
    expect((await create()).body).toMatchObject({ status: 422, code: 'idempotency.bad_key' });
  });

  it('forgets a key after a day', async () => {
    const before = timesAsked();
    await create();
    await system.asOwner(`update idempotency_keys set created_at = now() - interval '25 hours'`);
    await create();
    expect(timesAsked()).toBe(before + 2);
    await system.asOwner(`update idempotency_keys set created_at = now() - interval '25 hours'`);
    await system.app.get(EndedRowsSweeper).sweep();
    const [row] = await system.app
      .get(Database)
      .system((tx) => tx.query<{ count: string }[]>('select count(*) from idempotency_keys'));
    expect(row?.count).toBe('0');
  });
});
