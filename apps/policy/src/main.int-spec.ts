import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { ACK_WAIT_MS } from '@countersign/messaging';
import { eventually, freePort, type StartedProcess, startProcess } from '@countersign/testing';
import { aDefinition, anApprovalRequest } from './test-builders.fixture-spec.js';
import { PolicySystem } from './test-system.fixture-spec.js';

const HOOKS = fileURLToPath(new URL('../../../libs/service/fixtures/typescript-hooks.mjs', import.meta.url));

describe('the policy process', () => {
  let system: PolicySystem;
  const started: StartedProcess[] = [];
  const workspaceId = newId();
  const remove = aDefinition('issue.delete');

  beforeAll(async () => {
    system = await PolicySystem.start({ replicas: 0 });
  });
  afterEach(async () => {
    await Promise.all(started.splice(0).map((process) => process.stop('SIGKILL')));
  });
  afterAll(async () => {
    await system.stop();
  });

  const run = async (entry: string, args: readonly string[] = [], env: Record<string, string> = {}) => {
    const program = fileURLToPath(new URL(`./${entry}.ts`, import.meta.url));
    const child = await startProcess({
      command: process.execPath,
      args: ['--import', HOOKS, program, ...args],
      env: { NODE_OPTIONS: '', ...env },
    });
    const { code } = await child.exited;
    return { code, logs: child.logs() };
  };
  const start = async (): Promise<StartedProcess> => {
    const healthPort = await freePort();
    const child = await startProcess({
      command: process.execPath,
      args: ['--import', HOOKS, fileURLToPath(new URL('./main.ts', import.meta.url))],
      env: { NODE_OPTIONS: '', ...system.env(healthPort) },
      readyUrl: `http://127.0.0.1:${healthPort}/health/ready`,
    });
    started.push(child);
    return child;
  };

  it('says what is missing of its configuration, and ends', async () => {
    const { code, logs } = await run('main');
    expect(code).toBe(78);
    expect(logs).toContain('DATABASE_APP_URL');
    expect(await run('migrate')).toMatchObject({ code: 78 });
  });

  it('has nothing to migrate twice', async () => {
    const { code, logs } = await run('migrate', [], system.env(0));
    expect({ code, logs }).toEqual({ code: 0, logs: 'policy: nothing to migrate\n' });
  });

  it('becomes ready, answers, and ends in order when told to', async () => {
    const child = await start();
    expect(await system.gateway.getEntitlements(workspaceId)).toEqual({ agent_approvals: true });
    expect(await child.stop('SIGTERM')).toEqual({ code: 0, signal: null });
  });

  it('loses no approval when it is killed while one waits, nor what happens meanwhile', async () => {
    const first = await start();
    const integrationId = await system.integrationWith(workspaceId, [remove], { posture: 'ask' });
    const waiting = await system.pendingApproval(workspaceId, integrationId, remove);
    await first.stop('SIGKILL');
    const meanwhile = anApprovalRequest(integrationId, remove);
    await system.router.request(workspaceId, meanwhile);
    await start();
    await system.gateway.decide(workspaceId, waiting.approvalId, 'approve');
    expect((await system.outcomeOf(waiting.approvalId)).outcome).toBe('approved');
    // What the dead process had in hand is delivered again when its time to acknowledge is over.
    await eventually(
      async () => {
        const { items } = await system.gateway.listApprovals(workspaceId, { state: 'pending' });
        expect(items.map(({ id }) => id)).toEqual([meanwhile.approvalId]);
      },
      { timeoutMs: ACK_WAIT_MS + 10_000 },
    );
  });

  it('takes entitlements from its operator, who is told how to give them', async () => {
    await start();
    const set = (value: string) => run('entitlements', ['set', workspaceId, 'agent_approvals', value], system.env(0));
    expect(await set('perhaps')).toMatchObject({ code: 64, logs: expect.stringContaining('usage:') as unknown });
    expect(await set('off')).toMatchObject({ code: 0, logs: expect.stringContaining(workspaceId) as unknown });
    expect(await system.gateway.getEntitlements(workspaceId)).toEqual({ agent_approvals: false });
    expect(await set('on')).toMatchObject({ code: 0 });
    expect(await system.gateway.getEntitlements(workspaceId)).toEqual({ agent_approvals: true });
  });
});
