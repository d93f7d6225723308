import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  approvalDecided,
  approvalRequested,
  callsChanged,
  DomainError,
  type EventContract,
  getApproval,
  runStarted,
  type Scope,
} from '@countersign/contracts';
import { Database, newId } from '@countersign/database';
import { publishEvent, publishHint } from '@countersign/messaging';
import { eventually, freePort } from '@countersign/testing';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { listen as listenAt, type Listener } from '../event-streams/test-listener.fixture-spec.js';
import { CHECK_INTERVAL_MS } from '../event-streams/stream-access.client.js';
import { SESSION_IDLE_SECONDS } from '../sessions/session.repository.js';
import { anApproval as anApprovalView } from '../test-builders.fixture-spec.js';
import { GatewaySystem, startReplica } from '../test-system.fixture-spec.js';
import { FEED_EVENTS_KEPT, FeedEventRepository } from './feed-event.repository.js';
import { FeedRetentionSweeper } from './feed-retention.sweeper.js';
import { BUFFER_BYTES_MAX, FeedStream } from './feed-stream.client.js';
import { FEEDS_PER_PRINCIPAL_MAX } from './live-feed.host.js';

const PATH = '/api/v1/workspaces/default';
/** The longest that a revoked token reads on, and the time to notice. */
const REVOKED_MS = 12_000;
const HASH = 'a'.repeat(64);
const TIME = '2026-11-23T10:00:00.000Z';

describe('the live feed', () => {
  let system: GatewaySystem;
  let workspaceId: string;
  let reader: Record<string, string>;
  const open: Listener[] = [];

  beforeAll(async () => {
    system = await GatewaySystem.start();
    workspaceId = await system.workspaceId();
    system.neighbours.answer(getApproval, ({ approvalId }) => ({ ...anApprovalView(), id: approvalId }));
    reader = await token('approval:read', 'agent:read', 'call:read', 'integration:read');
  });
  afterAll(async () => {
    for (const listener of open) listener.close();
    await system.stop();
  });

  async function token(...scopes: Scope[]): Promise<Record<string, string>> {
    const admin = await system.signIn();
    const { body } = await admin.post(`${PATH}/tokens`, { name: 'Reader', kind: 'api', scopes });
    return { authorization: `Bearer ${String(body['token'])}`, 'x-test-id': String(body['id']) };
  }
  async function listen(headers: Record<string, string>, port = system.config.http.port): Promise<Listener> {
    const listener = await listenAt({ port, path: `${PATH}/events`, headers });
    open.push(listener);
    return listener;
  }
  async function tell<P extends object>(contract: EventContract<P>, data: P, of = workspaceId, id = newId()) {
    const { jetstream } = system.neighbours.busOf(contract.publisher);
    const event = { id, type: contract.subject, workspaceId: of, aggregateId: newId(), occurredAt: TIME, data };
    await publishEvent(jetstream, contract, event, newId());
    return id;
  }
  const tellOfRun = (of = workspaceId) =>
    tell(runStarted, { runId: newId(), agentId: newId(), status: 'running' as const }, of);
  const anApproval = () => ({
    ...{ approvalId: newId(), callId: newId(), integrationId: newId(), integrationSlug: 'tracker' },
    ...{ toolName: 'issue.delete', exposedName: 'tracker__issue_delete', connectionRevision: 1, bindingVersion: 1 },
    ...{ definitionHash: HASH, argumentsHash: HASH, bindingHash: HASH, runId: null, askReason: 'requires_approval' },
    ...{ principal: { kind: 'user' as const, id: newId(), name: 'Ann' }, requestedAt: TIME, expiresAt: TIME },
  });
  const kinds = (listener: Listener) => listener.messages().map(({ kind }) => kind);

  it('begins here and now, and tells what happens in order, with ids and states alone', async () => {
    await tellOfRun();
    const listener = await listen(reader);
    expect([listener.status, listener.type]).toEqual([200, 'text/event-stream; charset=utf-8']);
    await eventually(() => expect(listener.text()).toMatch(/^retry: 1000\n\nevent: ready\nid: [0-9a-f]{8}-\d+\n/));
    const approval = anApproval();
    await tell(approvalRequested, approval);
    await eventually(() => expect(kinds(listener).at(-1)).toBe('approval.requested'), { timeoutMs: 2_000 });
    const { approvalId, callId, integrationId } = approval;
    expect(listener.messages().at(-1)).toEqual({
      ...{ sequence: expect.any(Number), at: expect.any(String), kind: 'approval.requested' },
      ...{ approvalId, callId, integrationId, runId: null, state: 'pending' },
    });
    const decided = {
      approvalId,
      callId,
      grant: null,
      decidedBy: null,
      reasonCode: 'denied',
      reason: 'no',
      decidedAt: TIME,
    };
    await tell(approvalDecided, { ...decided, outcome: 'denied' });
    await tell(approvalDecided, { ...decided, outcome: 'expired' });
    await eventually(() => expect(kinds(listener).slice(-2).sort()).toEqual(['approval.decided', 'approval.expired']));
    const numbers = listener.ids().map((id) => Number(id.split('-')[1]));
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
    expect(listener.text()).not.toMatch(/issue\.delete|Ann|"no"/);
  });

  it('tells of an approval when it is there to be looked at, and not before', async () => {
    const listener = await listen(reader);
    const { approvalId, ...approval } = anApproval();
    let isThere = false;
    let looks = 0;
    system.neighbours.answer(getApproval, ({ approvalId: id }) => {
      if (id === approvalId) looks += 1;
      if (id === approvalId && !isThere) throw new DomainError('approval.not_found', 'not yet');
      return { ...anApprovalView(), id };
    });
    await tell(approvalRequested, { ...approval, approvalId });
    await eventually(() => expect(looks).toBeGreaterThan(1));
    expect(kinds(listener)).not.toContain('approval.requested');
    isThere = true;
    await eventually(() => expect(kinds(listener)).toContain('approval.requested'));
  });

  it('tells once what came twice', async () => {
    const listener = await listen(reader);
    const data = { runId: newId(), agentId: newId(), status: 'running' as const };
    const id = await tell(runStarted, data);
    await tell(runStarted, data, workspaceId, id);
    await tell(approvalRequested, anApproval());
    await eventually(() => expect(kinds(listener)).toContain('approval.requested'));
    expect(kinds(listener).filter((kind) => kind === 'run.started')).toHaveLength(1);
  });

  it('tells nobody of another workspace, nor of what they may not read', async () => {
    const [all, ofApprovals] = [await listen(reader), await listen(await token('approval:read'))];
    await tellOfRun(await system.addWorkspace());
    await tellOfRun();
    await tell(approvalRequested, anApproval());
    await eventually(() => expect(kinds(all)).toEqual(expect.arrayContaining(['run.started', 'approval.requested'])));
    await eventually(() => expect(kinds(ofApprovals)).toEqual(['approval.requested']));
    expect(kinds(all)).toHaveLength(2);
    expect((await listen(await token('audit:read'))).status).toBe(403);
    expect((await listen({})).status).toBe(401);
  });

  it('goes on after the last event that was seen, and says when it cannot', async () => {
    const listener = await listen(reader);
    for (let count = 0; count < 3; count += 1) await tellOfRun();
    await eventually(() => expect(kinds(listener)).toHaveLength(3));
    const [ready = '', first = '', second = '', third = ''] = listener.ids();
    const resumed = await listen({ ...reader, 'last-event-id': first });
    await eventually(() => expect(resumed.ids()).toEqual([second, third]));
    const page = await system.anonymous.with(reader).get(`${PATH}/events`, { headers: { 'last-event-id': ready } });
    expect(page.body).toMatchObject({ items: [{}, {}, {}], lastEventId: third, resync: false });
    const [epoch = '', place] = third.split('-');
    for (const unknown of [`${epoch}-${Number(place) + 1}`, `00000000-${place}`, 'x', `${epoch}--1`]) {
      const lost = await listen({ ...reader, 'last-event-id': unknown });
      await eventually(() => expect(lost.messages()).toEqual([{ kind: 'resync' }]));
      expect(lost.ids()).toEqual([third]);
    }
  });

  it('tells of calls once a second at most, however many end', async () => {
    const [listener, other] = [await listen(reader), await listen(await token('approval:read'))];
    await eventually(() => expect(listener.ids()).toHaveLength(1));
    const router = system.neighbours.busOf('mcp-router');
    for (let count = 0; count < 500; count += 1) publishHint(router, callsChanged, { workspaceId, changed: 1 });
    await eventually(() => expect(kinds(listener)).toEqual(['calls.changed', 'calls.changed']), { timeoutMs: 3_000 });
    expect(listener.ids()).toHaveLength(1);
    expect(kinds(other)).toEqual([]);
  });

  describe('on two replicas', () => {
    let replica: NestExpressApplication;
    let port: number;

    beforeAll(async () => {
      port = await freePort();
      const http = { ...system.config.http, port, allowedHosts: [`127.0.0.1:${port}`] };
      replica = await startReplica({ ...system.config, http });
    });
    afterAll(() => replica.close());

    it('tells the same with the same ids, and goes on where another one was lost', async () => {
      const [here, there] = [await listen(reader), await listen(reader, port)];
      for (let count = 0; count < 4; count += 1) await tellOfRun();
      await eventually(() => expect([kinds(here).length, kinds(there).length]).toEqual([4, 4]));
      expect(here.ids()).toEqual(there.ids());
      // As a killed process does: without a word.
      there.close();
      for (let count = 0; count < 4; count += 1) await tellOfRun();
      const resumed = await listen({ ...reader, 'last-event-id': there.ids().at(-1) ?? '' });
      await eventually(() => expect(kinds(here)).toHaveLength(8));
      await eventually(() => expect(resumed.ids()).toEqual(here.ids().slice(-4)));
    });

    it('catches up when the bus was away', async () => {
      const [here, there] = [await listen(reader), await listen(reader, port)];
      await eventually(() => expect([here.ids().length, there.ids().length]).toEqual([1, 1]));
      await system.nats.kill();
      await system.app
        .get(Database)
        .transaction(workspaceId, (tx) =>
          system.app.get(FeedEventRepository).append(tx, workspaceId, { kind: 'run.started', about: {} }),
        );
      // No hint tells of it: a slow look finds it.
      await eventually(() => expect([kinds(here).length, kinds(there).length]).toEqual([1, 1]), { timeoutMs: 8_000 });
      await system.nats.restart();
      await eventually(() => tellOfRun(), { timeoutMs: 10_000 });
      await eventually(() => expect(kinds(here).length).toBeGreaterThan(1), { timeoutMs: 20_000 });
    });
  });

  it('ends within seconds when the token is revoked, and says so', async () => {
    const { authorization = '', 'x-test-id': id = '' } = await token('agent:read');
    const listener = await listen({ authorization });
    const admin = await system.signIn();
    await admin.delete(`${PATH}/tokens/${id}`);
    await eventually(() => expect(listener.isOver()).toBe(true), { timeoutMs: REVOKED_MS });
    expect(listener.text()).toContain('event: end\ndata: {"code":"token.revoked"}');
  });

  it('keeps no session from ending of silence, as what a person does keeps it', async () => {
    const { id, email, password } = await system.addMember(workspaceId, 'viewer');
    const { headers } = await system.anonymous.post('/api/v1/auth/login', { email, password });
    const cookie = String(headers['set-cookie']?.[0]).split(';')[0] ?? '';
    const query = <T>(sql: string) => system.app.get(Database).system((tx) => tx.query<T>(sql, [id]));
    const idle = (seconds: number) =>
      query(`update sessions set last_seen_at = now() - interval '${seconds} seconds' where user_id = $1`);
    const isIdle = async () => {
      const ago = `last_seen_at < now() - interval '1 hour'`;
      const [row] = await query<{ yes: boolean }[]>(`select ${ago} as yes from sessions where user_id = $1`);
      return row?.yes;
    };
    await idle(SESSION_IDLE_SECONDS - 60);
    const listener = await listen({ cookie });
    const me = (more = {}) => system.anonymous.with({ cookie, ...more }).get('/api/v1/me');
    expect((await me({ 'x-countersign-unattended': '1' })).status).toBe(200);
    expect([listener.status, await isIdle()]).toEqual([200, true]);
    expect((await me()).status).toBe(200);
    expect(await isIdle()).toBe(false);
    // The stream is looked at once more before that is over, and a look that counted would keep it open.
    await idle(SESSION_IDLE_SECONDS - 1.5 * (CHECK_INTERVAL_MS / 1_000));
    await eventually(() => expect(listener.isOver()).toBe(true), { timeoutMs: REVOKED_MS + CHECK_INTERVAL_MS });
    expect(listener.text()).toContain('event: end\ndata: {"code":"auth.required"}');
    expect((await listen({ cookie })).status).toBe(401);
  });

  it('is one of a bounded number of each reader', async () => {
    const headers = await token('agent:read');
    const all = await Promise.all(Array.from({ length: FEEDS_PER_PRINCIPAL_MAX }, () => listen(headers)));
    expect((await listen(headers)).status).toBe(429);
    all[0]?.close();
    await eventually(async () => expect((await listen(headers)).status).toBe(200));
    for (const listener of all) listener.close();
  });

  it('keeps no more than who comes back could be told', async () => {
    const database = system.app.get(Database);
    const events = system.app.get(FeedEventRepository);
    const { epoch, sequence } = await database.transaction(workspaceId, (tx) => events.findPlace(tx, workspaceId));
    await database.transaction(workspaceId, async (tx) => {
      for (let count = 0; count < FEED_EVENTS_KEPT + 1; count += 1) {
        await events.append(tx, workspaceId, { kind: 'run.started', about: { runId: newId(), state: 'running' } });
      }
    });
    await system.app.get(FeedRetentionSweeper).sweep();
    const all = await listen({ ...reader, 'last-event-id': `${epoch}-${sequence + 1}` });
    await eventually(() => expect(kinds(all)).toHaveLength(FEED_EVENTS_KEPT));
    expect(kinds(all)).not.toContain('resync');
    expect(Buffer.byteLength(all.text())).toBeLessThan(BUFFER_BYTES_MAX);
    const late = await listen({ ...reader, 'last-event-id': `${epoch}-${sequence}` });
    await eventually(() => expect(kinds(late)).toEqual(['resync']));
  });

  it('is cut when nobody takes what it has, and holds little until then', async () => {
    let isCut = false;
    const scopes = new Set<Scope>(['agent:read']);
    const cut = () => (isCut = true);
    const stream = new FeedStream(scopes, { readScopes: () => Promise.resolve(scopes), cut, checkIntervalMs: 60_000 });
    const row = { kind: 'run.started', about: { runId: newId() }, at: new Date(TIME) } as const;
    let sequence = 0;
    while (!isCut) {
      sequence += 1;
      stream.tell([{ ...row, sequence }], { epoch: '00000000', sequence });
    }
    expect(stream.output.destroyed).toBe(true);
    expect(sequence).toBeGreaterThan(FEED_EVENTS_KEPT);
    const idle = new FeedStream(scopes, {
      ...{ readScopes: () => Promise.resolve(scopes), cut: () => (isCut = true), checkIntervalMs: 20 },
    });
    isCut = false;
    await eventually(() => expect(isCut).toBe(true));
    expect(idle.output.destroyed).toBe(true);
  });
});
