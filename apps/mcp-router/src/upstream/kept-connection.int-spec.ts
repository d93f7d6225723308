import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { createEgress } from '@countersign/egress';
import { TestUpstream } from '../test-upstream.fixture-spec.js';
import { UpstreamHealth } from '../upstream-health/upstream-health.host.js';
import { aTarget } from './test-target.fixture-spec.js';
import type { UpstreamOutcome, UpstreamTarget } from './upstream-outcome.js';
import { UpstreamClient } from './upstream.client.js';

describe('a connection that was kept open', () => {
  let upstream: TestUpstream;
  let client: UpstreamClient;
  let target: UpstreamTarget;

  beforeEach(async () => {
    upstream = await TestUpstream.start('modern');
    client = new UpstreamClient(createEgress({ allow: [{ host: '127.0.0.1', http: true }] }), new UpstreamHealth());
    target = aTarget(upstream);
  });
  afterEach(async () => {
    client.close();
    await upstream.stop();
  });

  const call = async (): Promise<UpstreamOutcome> =>
    (await client.open(target, { reuse: true })).callTool({
      callId: newId(),
      fence: 1,
      toolName: 'a',
      argumentsText: '{}',
    });

  it('and dies under the next call leaves its outcome unknown, and nothing is sent again', async () => {
    expect(await call()).toMatchObject({ kind: 'result' });
    upstream.behaviour = 'reset';
    expect(await call()).toMatchObject({ kind: 'unknown' });
    expect([upstream.connections, upstream.calls.length]).toEqual([1, 2]);
    upstream.behaviour = 'ok';
    expect(await call()).toMatchObject({ kind: 'result' });
    expect([upstream.connections, upstream.calls.length]).toEqual([2, 3]);
  });
});
