import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createEgress } from '@countersign/egress';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { CIRCUIT_FAILURES_MAX } from '../limits.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';
import { CircuitOpenError } from '../upstream/upstream.errors.js';
import { aTarget } from '../upstream/test-target.fixture-spec.js';
import type { UpstreamOutcome, UpstreamTarget } from '../upstream/upstream-outcome.js';
import { UpstreamClient } from '../upstream/upstream.client.js';
import { UpstreamHealth } from './upstream-health.host.js';

async function failOften(attempt: () => Promise<unknown>, times = CIRCUIT_FAILURES_MAX): Promise<void> {
  for (let count = 0; count < times; count += 1) await attempt();
}

describe.each(['modern', 'legacy'] as const)('a %s server that is down', (era) => {
  let upstream: TestUpstream;
  let health: UpstreamHealth;
  let client: UpstreamClient;
  let target: UpstreamTarget;

  beforeEach(async () => {
    upstream = await TestUpstream.start(era);
    health = new UpstreamHealth();
    client = new UpstreamClient(createEgress({ allow: [{ host: '127.0.0.1', http: true }] }), health);
    target = aTarget(upstream);
  });
  afterEach(async () => {
    client.close();
    await upstream.stop();
  });

  const callAt = async (to: UpstreamTarget): Promise<UpstreamOutcome> => {
    const opened = await client.open(to, { reuse: true });
    return opened.callTool({ callId: newId(), fence: 1, toolName: 'a', argumentsText: '{}' });
  };
  const call = (): Promise<UpstreamOutcome> => callAt(target);
  const state = () => health.of(target.workspaceId)[0]?.state ?? 'closed';

  it('is left alone for a while, is found when it is back, and costs its neighbours nothing', async () => {
    const { port } = upstream;
    await upstream.stop();
    await failOften(() => expect(call()).rejects.not.toThrow(CircuitOpenError));
    await expect(call()).rejects.toThrow(/is not tried until .*, because the last 5 tries have failed: /);
    const [entry] = health.of(target.workspaceId);
    expect(entry).toMatchObject({ integrationId: target.integrationId, state: 'open', failures: CIRCUIT_FAILURES_MAX });
    expect(health.of(newId())).toEqual([]);

    upstream = await TestUpstream.start(era, port);
    await expect(call()).rejects.toThrow(CircuitOpenError);
    expect(await callAt({ ...target, integrationId: newId() })).toMatchObject({ kind: 'result' });
    await eventually(() => expect(state()).toBe('half_open'));
    const [first, ...others] = await Promise.allSettled([call(), call(), call()]);
    expect(first).toMatchObject({ status: 'fulfilled' });
    expect(others.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(health.of(target.workspaceId)).toEqual([]);
  });

  it('is left alone when it answers every call with HTTP 5xx', async () => {
    upstream.behaviour = 'http-500';
    await failOften(call);
    await expect(call()).rejects.toThrow(CircuitOpenError);
    expect(upstream.calls).toHaveLength(CIRCUIT_FAILURES_MAX);
  });

  it('is asked again at once when people have pointed the integration elsewhere', async () => {
    upstream.behaviour = 'http-500';
    await failOften(call);
    upstream.behaviour = 'ok';
    expect(await callAt({ ...target, connectionRevision: 2 })).toMatchObject({ kind: 'result' });
  });

  it.each(['rpc-error', 'http-403', 'input-required', 'reset'] as const)(
    'is not taken for one that answers calls with %s',
    async (behaviour) => {
      upstream.behaviour = behaviour;
      await failOften(call, 2 * CIRCUIT_FAILURES_MAX);
      expect(state()).toBe('closed');
    },
  );

  it('gives the one try to somebody else when it is not used', async () => {
    upstream.behaviour = 'http-500';
    await failOften(call);
    upstream.behaviour = 'ok';
    await eventually(() => expect(state()).toBe('half_open'));
    (await client.open(target, { reuse: false })).release();
    expect(await call()).toMatchObject({ kind: 'result' });
    expect(state()).toBe('closed');
  });
});
