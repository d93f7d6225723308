import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { verifyIntegration } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { eventually } from '@countersign/testing';
import { Copies } from '../copies/copies.js';
import { LOOK_PATIENCE_MS } from '../limits.js';
import type { KnownIntegration } from '../test-neighbours.fixture-spec.js';
import { RouterSystem, type TestWorkspace } from '../test-system.fixture-spec.js';
import { TestUpstream } from '../test-upstream.fixture-spec.js';

describe('the last look before a call is sent', () => {
  let system: RouterSystem;
  let upstream: TestUpstream;
  let workspace: TestWorkspace;
  let integration: KnownIntegration;

  beforeAll(async () => {
    system = await RouterSystem.start();
  });
  afterAll(() => system.stop());
  beforeEach(async () => {
    upstream = await TestUpstream.start('legacy');
    workspace = await system.workspace();
    integration = await system.integration(workspace.id, 'Tracker', upstream);
  });
  afterEach(() => upstream.stop());

  const begin = async (args: object = {}): Promise<string> => {
    const { callId, state } = await system.submit(workspace, 'mcp__Tracker__issue_x2Eget', args);
    if (state === 'pending_approval') await system.approve(workspace.id, callId);
    return callId;
  };
  /** What happens between the commit of the intent and the first byte. */
  const meanwhile = async (change: () => Promise<void>): Promise<string> => {
    const before = upstream.initializations;
    const letGo = upstream.holdSessions();
    const callId = await begin({ id: 2 });
    await eventually(() => expect(upstream.initializations).toBe(before + 1));
    await change();
    letGo();
    return callId;
  };
  const disable = (): Promise<void> => system.tool(workspace.id, integration, 'issue.get', { enabled: false });

  it.each([
    [{}, 'failed'],
    [{ requiresApproval: true }, 'invalidated'],
  ] as const)('withholds a call under %j when its tool was disabled meanwhile', async (policy, state) => {
    await system.tool(workspace.id, integration, 'issue.get', policy);
    const callId = await meanwhile(disable);
    await system.callIn(workspace.id, callId, state);
    expect(await system.resultText(workspace.id, callId)).toBe('Not available: This tool is disabled.');
    expect(upstream.calls).toHaveLength(0);
  });

  it.each([
    [{}, 'failed'],
    [{ requiresApproval: true }, 'invalidated'],
  ] as const)('withholds the second sending under %j as it does the first', async (policy, state) => {
    await system.tool(workspace.id, integration, 'issue.get', policy);
    await system.callIn(workspace.id, await begin({ id: 1 }), 'succeeded');
    upstream.loseSessions();
    const callId = await meanwhile(disable);
    await system.callIn(workspace.id, callId, state);
    expect(await system.resultText(workspace.id, callId)).toBe('Not available: This tool is disabled.');
    expect(upstream.calls).toHaveLength(1);
  });

  it('voids a call of a run whose starting token was revoked meanwhile', async () => {
    const tokenId = newId();
    const { id, runId } = workspace;
    workspace = { ...workspace, runToken: system.runToken(id, runId, { initiator: `token:${tokenId}` }) };
    await system.tool(id, integration, 'issue.get', { requiresApproval: true });
    const callId = await meanwhile(async () => {
      system.neighbours.revoke(id, tokenId);
      await eventually(() => expect(system.get(Copies).identity.isRevoked(id, tokenId)).toBe(true));
    });
    await system.callIn(id, callId, 'invalidated');
    expect(await system.resultText(id, callId)).toBe('Not available: The token that asked for it was revoked.');
    expect(upstream.calls).toHaveLength(0);
    await expect(begin()).rejects.toMatchObject({ code: 'token.bad_claims' });
  });

  it('voids what was allowed and would be asked about by now', async () => {
    await system.tool(workspace.id, integration, 'issue.get');
    const callId = await meanwhile(() =>
      system.tool(workspace.id, integration, 'issue.get', { requiresApproval: true }),
    );
    await system.callIn(workspace.id, callId, 'failed');
    expect(await system.resultText(workspace.id, callId)).toMatch(/^Not available: .*Call again/);
    expect(upstream.calls).toHaveLength(0);
  });

  it('asks the registry again when a replica of it died with the question', async () => {
    await system.tool(workspace.id, integration, 'issue.get', { requiresApproval: true });
    system.neighbours.traffic.lose(verifyIntegration.subject, 1);
    const callId = await begin({ id: 3 });
    await eventually(() => system.callIn(workspace.id, callId, 'succeeded'), { timeoutMs: 2 * LOOK_PATIENCE_MS });
    expect(await system.call(workspace.id, callId)).toMatchObject({ attempts: 0 });
    expect(upstream.calls).toHaveLength(1);
  });
});
