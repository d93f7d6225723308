import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEgress } from '@countersign/egress';
import { newId } from '@countersign/database';
import { freePort } from '@countersign/testing';
import { TestUpstream, type Behaviour } from '../test-upstream.fixture-spec.js';
import { aTarget } from './test-target.fixture-spec.js';
import type { UpstreamOutcome, UpstreamTarget } from './upstream-outcome.js';
import { UpstreamClient } from './upstream.client.js';
import { NotConnectedError } from './upstream.errors.js';

describe.each(['modern', 'legacy'] as const)('the client of a %s server', (era) => {
  let upstream: TestUpstream;
  let client: UpstreamClient;
  let target: UpstreamTarget;

  beforeEach(async () => {
    upstream = await TestUpstream.start(era);
    client = new UpstreamClient(createEgress({ allow: [{ host: '127.0.0.1', http: true }] }));
    target = aTarget(upstream);
  });
  afterEach(async () => {
    client.close();
    await upstream.stop();
  });

  const call = async (reuse = true): Promise<UpstreamOutcome> => {
    const opened = await client.open(target, { reuse });
    return opened.callTool({ callId: newId(), fence: 1, toolName: 'a', argumentsText: '{"x":1}' });
  };

  it.each<[Behaviour, UpstreamOutcome['kind'], RegExp | null]>([
    ['ok', 'result', null],
    ['sse', 'result', null],
    ['http-500', 'unknown', /HTTP 500/],
    ['reset', 'unknown', /connection was lost/],
    ['hang', 'unknown', /no answer came within 1 s/],
    ['deep', 'unknown', /nested more than 64 levels deep/],
    ['deep-sse', 'unknown', /nested more than 64 levels deep/],
    ['http-403', 'failed', /HTTP 403/],
    ['rpc-error', 'failed', /-32602: bad arguments/],
    ['input-required', 'failed', /asked for more input/],
  ])('takes an answer of the kind %s as %s', async (behaviour, kind, reason) => {
    upstream.behaviour = behaviour;
    if (behaviour === 'hang') target = { ...target, timeoutMs: 1_000 };
    const outcome = await call();
    expect(outcome.kind).toBe(kind);
    if (reason !== null) expect(outcome).toMatchObject({ reason: expect.stringMatching(reason) });
    expect(upstream.calls).toHaveLength(1);
    expect(upstream.calls[0]?.argumentsText).toBe('{"x":1}');
  });

  it('reuses a connection for one call after another, and dials anew where that is asked for', async () => {
    for (let index = 0; index < 3; index += 1) await call();
    expect(upstream.connections).toBe(1);
    await call(false);
    expect(upstream.connections).toBe(2);
  });

  it('knows that nothing was sent when nobody listens', async () => {
    target = aTarget({ url: `http://127.0.0.1:${await freePort()}/mcp`, era });
    await expect(call()).rejects.toThrow(NotConnectedError);
  });

  it('connects nowhere that the egress guard refuses', async () => {
    target = aTarget({ url: `http://localhost:${upstream.port}/mcp`, era });
    await expect(call()).rejects.toThrow(NotConnectedError);
    expect(upstream.connections).toBe(0);
  });
});

describe('the client of a server with sessions', () => {
  let upstream: TestUpstream;
  let client: UpstreamClient;
  let target: UpstreamTarget;

  beforeEach(async () => {
    upstream = await TestUpstream.start('legacy');
    client = new UpstreamClient(createEgress({ allow: [{ host: '127.0.0.1', http: true }] }));
    target = aTarget(upstream);
  });
  afterEach(async () => {
    client.close();
    await upstream.stop();
  });

  const call = async (): Promise<UpstreamOutcome> => {
    const opened = await client.open(target, { reuse: false });
    return opened.callTool({ callId: newId(), fence: 1, toolName: 'a', argumentsText: '{}' });
  };

  it('initializes once for any number of calls at the same time', async () => {
    const outcomes = await Promise.all([call(), call(), call()]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(['result', 'result', 'result']);
    expect(upstream.initializations).toBe(1);
    expect(upstream.calls[0]?.headers['mcp-protocol-version']).toBe('2025-11-25');
  });

  it('sees that a server has forgotten the session, and begins a new one', async () => {
    await call();
    upstream.loseSessions();
    expect(await call()).toMatchObject({ kind: 'session_lost' });
    expect(await call()).toMatchObject({ kind: 'result' });
    expect(upstream.initializations).toBe(2);
  });

  it('begins a new session for a new connection revision', async () => {
    await call();
    target = { ...target, connectionRevision: 2 };
    await call();
    expect(upstream.initializations).toBe(2);
  });
});
