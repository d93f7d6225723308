import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { listRunEvents } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually, freePort } from '@countersign/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem, startReplica } from '../test-system.fixture-spec.js';
import { CHECK_INTERVAL_MS, type Doubt, StreamAccess } from './stream-access.client.js';
import { listen, type Listener } from './test-listener.fixture-spec.js';

const PATH = '/api/v1/workspaces/default';
/** What is promised; a look by the clock alone would take the whole interval each time. */
const ENDS_WITHIN_MS = 1_000;
const OTHER_PASSWORD = 'gravel otter piano';

interface Person {
  readonly id: string;
  readonly email: string;
  readonly password: string;
}

/** Somebody who reads on one replica, and how that is taken from them on the other one. */
interface Reader {
  readonly headers: Readonly<Record<string, string>>;
  readonly takeAway: () => Promise<unknown>;
}

describe('a stream on one replica', () => {
  let system: GatewaySystem;
  let replica: NestExpressApplication;
  let admin: HttpClient;
  let workspaceId: string;
  let port: number;
  const doubts: Doubt[] = [];

  beforeAll(async () => {
    system = await GatewaySystem.start();
    port = await freePort();
    const http = { ...system.config.http, port, allowedHosts: [`127.0.0.1:${port}`] };
    replica = await startReplica({ ...system.config, http });
    replica.get(StreamAccess).onDoubt((doubt) => doubts.push(doubt));
    admin = await system.signIn();
    workspaceId = await system.workspaceId();
    system.neighbours.answer(listRunEvents, () => ({ items: [], nextCursor: null }));
  });
  afterAll(async () => {
    await replica.close();
    await system.stop();
  });

  const browserOf = async ({ email, password }: Person) => {
    const { headers, body } = await system.anonymous.post('/api/v1/auth/login', { email, password });
    const cookie = String(headers['set-cookie']?.[0]).split(';')[0] ?? '';
    return { cookie, client: system.anonymous.with({ cookie, 'x-csrf-token': String(body['csrfToken']) }) };
  };
  const READERS: readonly (readonly [string, (person: Person) => Promise<Reader>])[] = [
    [
      'their token is revoked',
      async () => {
        const { body } = await admin.post(`${PATH}/tokens`, { name: 'Reader', kind: 'api', scopes: ['agent:read'] });
        const takeAway = () => admin.delete(`${PATH}/tokens/${String(body['id'])}`);
        return { headers: { authorization: `Bearer ${String(body['token'])}` }, takeAway };
      },
    ],
    [
      'they sign out',
      async (person) => {
        const { cookie, client } = await browserOf(person);
        return { headers: { cookie }, takeAway: () => client.post('/api/v1/auth/logout') };
      },
    ],
    [
      'they end the session from another browser',
      async (person) => {
        const { cookie } = await browserOf(person);
        const { client } = await browserOf(person);
        return { headers: { cookie }, takeAway: () => client.delete('/api/v1/me/sessions') };
      },
    ],
    [
      'their password is changed',
      async (person) => {
        const { cookie } = await browserOf(person);
        const { client } = await browserOf(person);
        const body = { currentPassword: person.password, newPassword: OTHER_PASSWORD };
        return { headers: { cookie }, takeAway: () => client.post('/api/v1/me/password', body) };
      },
    ],
    [
      'they are removed',
      async (person) => {
        const { cookie } = await browserOf(person);
        return { headers: { cookie }, takeAway: () => admin.delete(`${PATH}/members/${person.id}`) };
      },
    ],
  ];
  /** How long what they read goes on after it was taken from them. */
  const timeToEnd = async ({ headers, takeAway }: Reader): Promise<number> => {
    const paths = [`${PATH}/events`, `${PATH}/runs/${newId()}/events`];
    const open: Listener[] = await Promise.all(paths.map((path) => listen({ port, path, headers })));
    expect(open.map(({ status }) => status)).toEqual([200, 200]);
    await takeAway();
    const before = performance.now();
    await eventually(() => expect(open.every((listener) => listener.isOver())).toBe(true), {
      timeoutMs: 4 * CHECK_INTERVAL_MS,
    });
    for (const listener of open) expect(listener.text()).toContain('event: end\n');
    return performance.now() - before;
  };

  it.each(READERS)('ends within a second when %s on another', async (_, makeReader) => {
    // A machine that stands still for a moment is no reason: once in a few times it does not.
    await eventually(
      async () => {
        const reader = await makeReader(await system.addMember(workspaceId, 'viewer'));
        expect(await timeToEnd(reader)).toBeLessThan(ENDS_WITHIN_MS);
      },
      { timeoutMs: 4 * CHECK_INTERVAL_MS },
    );
  });

  it('of somebody who gets another role is asked about anew, and goes on with what they may read then', async () => {
    const person = await system.addMember(workspaceId, 'editor');
    const { cookie } = await browserOf(person);
    const listener = await listen({ port, path: `${PATH}/events`, headers: { cookie } });
    await admin.patch(`${PATH}/members/${person.id}`, { role: 'viewer' });
    await eventually(() => expect(doubts).toContainEqual({ workspaceId, personId: person.id }));
    expect(listener.isOver()).toBe(false);
    listener.close();
  });
});
