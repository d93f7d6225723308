import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import type { Call } from '../calls/call.js';
import { refreshTo } from '../test-connection.fixture-spec.js';
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { HandWrittenSse, type SseBehaviour } from '../upstream/sse-server.fixture-spec.js';

describe('calls over HTTP+SSE', () => {
  let system: RouterSystem;
  let server: HandWrittenSse;
  let workspace: TestWorkspace;
  let integration: KnownIntegration;

  beforeAll(async () => {
    system = await RouterSystem.start();
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    server = await HandWrittenSse.start();
    workspace = await system.workspace();
    integration = await system.integration(workspace.id, 'Old', server);
    integration.transport = 'sse';
    integration.timeoutMs = 500;
    refreshTo(integration, 'token-that-is-old');
  });
  afterEach(() => server.stop());

  const begin = async (policy: Record<string, unknown>): Promise<string> => {
    await system.tool(workspace.id, integration, 'add', policy);
    const { callId, state } = await system.submit(workspace, 'mcp__Old__add', {});
    if (state === 'pending_approval') await system.approve(workspace.id, callId);
    return callId;
  };

  describe.each([
    ['allowed', {}],
    ['approved', { requiresApproval: true }],
  ])('that are %s', (_what, policy) => {
    it.each<[SseBehaviour, Call['state']]>([
      ['ok', 'succeeded'],
      ['tool error', 'failed'],
      ['HTTP 400', 'failed'],
      ['stream cut before the answer', 'unknown'],
      ['answer for another id', 'unknown'],
    ])('and answered with "%s" end as %s', async (behaviour, state) => {
      server.behaviour = behaviour;
      const callId = await begin(policy);
      expect(await system.callIn(workspace.id, callId, state)).toMatchObject({ fence: 1 });
      expect(server.calls).toBe(1);
    });

    it('are sent once more with renewed credentials, over a stream of their own', async () => {
      server.behaviour = 'HTTP 401';
      integration.renew = () => {
        refreshTo(integration, 'token-that-is-new');
        server.behaviour = 'ok';
      };
      const callId = await begin(policy);
      expect(await system.callIn(workspace.id, callId, 'succeeded')).toMatchObject({ fence: 2 });
      expect(server.streams).toHaveLength(2);
      expect(server.received.at(-1)).toEqual({ method: 'tools/call', authorization: 'Bearer token-that-is-new' });
      expect(integration.refusals).toEqual([{ credentialVersion: 1, reason: 'unauthorized' }]);
    });

    it('are sent once more when the server does not know its own session', async () => {
      server.behaviour = 'HTTP 404';
      const callId = await begin(policy);
      expect(await system.callIn(workspace.id, callId, 'failed')).toMatchObject({ fence: 2 });
      expect(server.calls).toBe(2);
    });
  });

  it('that cannot be sent yet are tried again until there is a stream', async () => {
    server.refusal = { status: 503 };
    const callId = await begin({ requiresApproval: true });
    await eventually(async () => expect((await system.call(workspace.id, callId)).attempts).toBeGreaterThan(0));
    server.refusal = null;
    await system.callIn(workspace.id, callId, 'succeeded');
    expect(server.calls).toBe(1);
  });
});
