import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DomainError, listRunEvents, runAppended, runDelta, type RunEventView } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { publishHint, RequestClient } from '@countersign/messaging';
import { eventually } from '@countersign/testing';
import type { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';
import { RunStream } from './run-stream.client.js';
import { STREAMS_PER_PERSON_MAX, STREAMS_PER_PRINCIPAL_MAX } from './run-streams.host.js';

const PATH = '/api/v1/workspaces/default';
/** The longest that a revoked token reads on, and the time to notice. */
const REVOKED_MS = 12_000;

interface Listener {
  readonly status: number;
  readonly type: string;
  readonly text: () => string;
  readonly isOver: () => boolean;
  readonly close: () => void;
}

describe('the stream of a run', () => {
  let system: GatewaySystem;
  let workspaceId: string;
  const runId = newId();
  const log: RunEventView[] = [];
  const open: Listener[] = [];

  const append = (type: string, data: Record<string, unknown> = {}): void => {
    log.push({ sequence: log.length + 1, type, data, recordedAt: '2026-11-23T10:00:00.000Z' });
  };
  const orchestrator = () => system.neighbours.busOf('agent-orchestrator');
  const hint = (workspace = workspaceId) =>
    publishHint(orchestrator(), runAppended, { workspaceId: workspace, runId, version: log.length });

  beforeAll(async () => {
    system = await GatewaySystem.start();
    workspaceId = await system.workspaceId();
    append('run_started', { prompt: 'line\nbreak' });
    append('turn_answered', { turn: 1 });
    append('run_suspended');
    system.neighbours.answer(listRunEvents, (input) => {
      if (input.runId !== runId) throw new DomainError('run.not_found', 'There is no such run.');
      const items = log.slice(input.after ?? 0, (input.after ?? 0) + 2);
      const last = items.at(-1)?.sequence ?? log.length;
      return { items, nextCursor: last < log.length ? String(last) : null };
    });
  });
  afterAll(async () => {
    for (const listener of open) listener.close();
    await system.stop();
  });

  /** Reads as an `EventSource` does. */
  const listen = (headers: Record<string, string>, query = '', run = runId): Promise<Listener> =>
    new Promise((resolve, reject) => {
      const sent = request(
        {
          ...{ host: '127.0.0.1', port: system.config.http.port, path: `${PATH}/runs/${run}/events${query}` },
          ...{ agent: false, headers: { accept: 'text/event-stream', ...headers } },
        },
        (response) => {
          let text = '';
          let isOver = false;
          response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
          response.once('error', () => (isOver = true)).once('close', () => (isOver = true));
          const listener = {
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            text: () => text,
            isOver: () => isOver,
            close: () => sent.destroy(),
          };
          open.push(listener);
          resolve(listener);
        },
      );
      sent.once('error', reject).end();
    });
  const token = async (...scopes: Parameters<GatewaySystem['clientWith']>[0]): Promise<Record<string, string>> => {
    const admin = await system.signIn();
    const { body } = await admin.post(`${PATH}/tokens`, { name: 'Reader', kind: 'api', scopes });
    return { authorization: `Bearer ${String(body['token'])}`, 'x-test-id': String(body['id']) };
  };
  const ids = (listener: Listener) => [...listener.text().matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));

  it('has every recorded event with its number, over all pages, and goes on with those that come', async () => {
    const listener = await listen(await token('agent:read'));
    expect([listener.status, listener.type]).toEqual([200, 'text/event-stream; charset=utf-8']);
    await eventually(() => expect(ids(listener)).toEqual([1, 2, 3]));
    expect(listener.text()).toContain(`id: 1\ndata: ${JSON.stringify(log[0])}\n\n`);
    append('run_resumed');
    hint();
    await eventually(() => expect(ids(listener)).toEqual([1, 2, 3, 4]), { timeoutMs: 2_000 });
    listener.close();
  });

  it('goes on after the last event that was seen', async () => {
    const headers = await token('agent:read');
    const resumed = await listen({ ...headers, 'last-event-id': '2' }, '?after=1');
    await eventually(() => expect(ids(resumed)[0]).toBe(3));
    const after = await listen(headers, '?after=3');
    await eventually(() => expect(ids(after)[0]).toBe(4));
    resumed.close();
    after.close();
  });

  it('asks for nothing while nothing happens, and only once for what everybody was told', async () => {
    const listener = await listen(await token('agent:read'), `?after=${log.length}`);
    const before = system.neighbours.inputsOf(listRunEvents).length;
    hint();
    hint();
    append('turn_answered', { turn: 2 });
    hint();
    await eventually(() => expect(ids(listener)).toEqual([log.length]));
    expect(system.neighbours.inputsOf(listRunEvents).length - before).toBeLessThanOrEqual(2);
    listener.close();
  });

  it('has text on its way, of this run in this workspace alone', async () => {
    const listener = await listen(await token('agent:read'), `?after=${log.length}`);
    const delta = { workspaceId, runId, turn: 3, attempt: newId(), index: 0, text: 'Look\ning' };
    publishHint(orchestrator(), runDelta, { ...delta, runId: newId() });
    publishHint(orchestrator(), runDelta, { ...delta, workspaceId: newId() });
    publishHint(orchestrator(), runDelta, delta);
    await eventually(() => expect(listener.text()).toContain('event: delta'));
    const { attempt } = delta;
    expect(listener.text()).toBe(
      `retry: 1000\n\nevent: delta\ndata: ${JSON.stringify({ turn: 3, attempt, index: 0, text: 'Look\ning' })}\n\n`,
    );
    listener.close();
  });

  it('is for who may read runs, and only of a run that is there', async () => {
    expect((await listen({})).status).toBe(401);
    expect((await listen(await token('call:read'))).status).toBe(403);
    expect((await listen(await token('agent:read'), '', newId())).status).toBe(404);
  });

  it('ends within seconds when the token is revoked, and says so', async () => {
    const { authorization = '', 'x-test-id': id = '' } = await token('agent:read');
    const listener = await listen({ authorization });
    const admin: HttpClient = await system.signIn();
    await admin.delete(`${PATH}/tokens/${id}`);
    await eventually(() => expect(listener.isOver()).toBe(true), { timeoutMs: REVOKED_MS });
    expect(listener.text()).toContain('event: end\ndata: {"code":"token.revoked"}');
  });

  it('is one of a bounded number of each reader', async () => {
    const headers = await token('agent:read');
    const all = await Promise.all(Array.from({ length: STREAMS_PER_PRINCIPAL_MAX }, () => listen(headers)));
    const isOpen = (listener: Listener) => listener.status === 200 && !listener.isOver();
    // On a busy machine one of them can end early; another one then takes its place.
    while (all.at(-1)?.status !== 429 && all.length < 2 * STREAMS_PER_PRINCIPAL_MAX) all.push(await listen(headers));
    expect([all.at(-1)?.status, all.filter(isOpen).length]).toEqual([429, STREAMS_PER_PRINCIPAL_MAX]);
    expect((await listen(await token('agent:read'))).status).toBe(200);
    all.find(isOpen)?.close();
    await eventually(async () => expect((await listen(headers)).status).toBe(200));
  });

  it('leaves room for others, however many tokens one person makes', async () => {
    const tokens = await Promise.all(
      Array.from({ length: STREAMS_PER_PERSON_MAX / STREAMS_PER_PRINCIPAL_MAX + 1 }, () => token('agent:read')),
    );
    const readers = tokens.flatMap((headers) => Array.from({ length: STREAMS_PER_PRINCIPAL_MAX }, () => headers));
    const all = await Promise.all(readers.map((headers) => listen(headers)));
    const refused = all.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(STREAMS_PER_PRINCIPAL_MAX);
    for (const listener of all) listener.close();
  });

  it('is cut when nobody takes what it has, and holds little until then', async () => {
    const long = newId();
    let asked = 0;
    const event = { type: 'call_settled', data: { result: 'x'.repeat(100_000) }, recordedAt: log[0]?.recordedAt ?? '' };
    system.neighbours.answer(listRunEvents, ({ runId: run, after = 0 }) => {
      if (run !== long) return { items: [], nextCursor: null };
      asked += 1;
      return { items: [{ ...event, sequence: after + 1 }], nextCursor: String(after + 1) };
    });
    let isCut = false;
    const assertAllowed = () => Promise.resolve();
    const stream = new RunStream(system.app.get(RequestClient), {
      ...{ workspaceId, runId: long, after: 0, assertAllowed, checkIntervalMs: 100 },
      cut: () => (isCut = true),
    });
    await stream.begin();
    stream.output.once('readable', () => undefined);
    await eventually(() => expect(isCut).toBe(true));
    expect(asked).toBeLessThan(10);
    stream.output.destroy();
  });
});
