import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Actor,
  AGENT_TOOLS_BYTES_MAX,
  DomainError,
  getRun,
  issueRunToken,
  type IssueRunTokenRequest,
  type RunView,
} from '@countersign/contracts';
import { newId } from '@countersign/database';
import { RequestClient } from '@countersign/messaging';
import { createVerifier, toJwksOfKeys, type TokenVerifier } from '@countersign/tokens';
import { aRun } from '../test-builders.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';

describe('run tokens', () => {
  let system: GatewaySystem;
  let orchestrator: RequestClient;
  let verifier: TokenVerifier<'run'>;
  let run: RunView;
  let initiator: Actor;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    orchestrator = new RequestClient(system.neighbours.busOf('agent-orchestrator'));
    const keys = toJwksOfKeys([system.config.signingKey]);
    verifier = createVerifier({ type: 'run', keys, issuer: 'admin-gateway', audience: 'mcp-router' });
    const { body } = await (await system.signIn()).get('/api/v1/me');
    initiator = { kind: 'user', id: String(body['id']), name: 'Ada' };
  });
  afterAll(() => system.stop());

  beforeEach(async () => {
    run = aRun({ workspaceId: await system.workspaceId() });
    system.neighbours.answer(getRun, () => run);
  });

  const ask = (overrides: Partial<IssueRunTokenRequest> = {}) =>
    orchestrator.ask(issueRunToken, {
      workspaceId: run.workspaceId,
      runId: run.id,
      agentId: run.agentId,
      agentVersion: run.agentVersion,
      initiator,
      integrations: null,
      ...overrides,
    });

  it('says on whose behalf the run acts and how far it reaches, for ten minutes', async () => {
    const { token, expiresAt } = await ask({ integrations: ['Tracker'] });
    const claims = verifier.verify(token);
    expect(claims).toMatchObject({
      workspace: run.workspaceId,
      runId: run.id,
      agentId: run.agentId,
      agentVersion: 1,
      initiator: `user:${initiator.id}`,
      ownerId: initiator.id,
      name: 'Ada',
      tools: [{ integration: 'Tracker' }],
      strictness: 'allow',
    });
    expect(claims.exp - claims.iat).toBe(600);
    expect(Math.floor(Date.parse(expiresAt) / 1_000)).toBe(claims.exp);
    expect(verifier.verify((await ask()).token).tools).toBe('all');
    expect(verifier.verify((await ask({ integrations: [] })).token).tools).toEqual([]);
  });

  it('carries which tools the agent may use and how strict it is, and neither makes the other wider', async () => {
    const tools = [
      { integration: 'Tracker' },
      { integration: 'Tracker', toolNames: ['a\u0000b'], strictness: 'ask' as const },
    ];
    const { token } = await ask({ integrations: ['Tracker'], tools, strictness: 'ask' });
    expect(verifier.verify(token)).toMatchObject({ tools, strictness: 'ask' });
    const none = await ask({ integrations: null, tools: [] });
    expect(verifier.verify(none.token)).toMatchObject({ tools: [], strictness: 'allow' });
  });

  it('has room for the largest scope that an agent may have, of a run that a long name started', async () => {
    initiator = { ...initiator, name: '\u2028'.repeat(255) };
    const names = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`.padEnd(80, 'x'));
    const tools = [{ integration: 'A'.repeat(24), toolNames: names(500) }];
    const left = AGENT_TOOLS_BYTES_MAX - JSON.stringify(tools).length - 60;
    tools.push({ integration: 'B', toolNames: Array.from({ length: Math.floor(left / 23) }, () => 'x'.repeat(20)) });
    expect(JSON.stringify(tools).length).toBeGreaterThan(AGENT_TOOLS_BYTES_MAX - 100);
    const { token } = await ask({ tools });
    expect(verifier.verify(token).tools).toEqual(tools);
  });

  it('names the person behind a token by its own records, whatever the asker says', async () => {
    const admin = await system.signIn();
    const { body } = await admin.post('/api/v1/workspaces/default/tokens', {
      name: 'Robot',
      kind: 'api',
      scopes: ['agent:run'],
    });
    const robot: Actor = { kind: 'token', id: String(body['id']), name: 'Somebody else', ownerId: newId() };
    expect(verifier.verify((await ask({ initiator: robot })).token)).toMatchObject({
      initiator: `token:${robot.id}`,
      ownerId: initiator.id,
      name: 'Robot',
    });
    await admin.delete(`/api/v1/workspaces/default/tokens/${robot.id}`);
    await expect(ask({ initiator: robot })).rejects.toMatchObject({ code: 'run_token.refused' });
  });

  it.each(['finished', 'failed', 'cancelled'] as const)('refuses a run that is %s', async (status) => {
    run = { ...run, status };
    await expect(ask()).rejects.toMatchObject({ code: 'run_token.refused', message: expect.stringContaining(status) });
  });

  it('goes on for a run that was suspended', async () => {
    run = { ...run, status: 'suspended' };
    await expect(ask()).resolves.toBeDefined();
  });

  it.each([
    ['another agent', { agentId: newId() }],
    ['another version', { agentVersion: 2 }],
    ['a person who is no member', { initiator: { kind: 'user' as const, id: newId(), name: 'x' } }],
    ['an unknown token', { initiator: { kind: 'token' as const, id: newId(), name: 'x' } }],
    ['the system', { initiator: { kind: 'system' as const, id: 'x', name: 'x' } }],
  ])('refuses %s', async (_, overrides) => {
    await expect(ask(overrides)).rejects.toMatchObject({ code: 'run_token.refused' });
  });

  it('is for who may run agents today: a role that was taken away ends what was started with it', async () => {
    const { workspaceId } = run;
    const { id } = await system.addMember(workspaceId, 'editor');
    const editor: Actor = { kind: 'user', id, name: 'Edith' };
    await expect(ask({ initiator: editor })).resolves.toBeDefined();
    await system.asOwner(`update members set role = 'viewer' where user_id = '${id}'`);
    await expect(ask({ initiator: editor })).rejects.toMatchObject({ code: 'run_token.refused' });
  });

  it('refuses a run that the orchestrator does not know, in its words', async () => {
    system.neighbours.answer(getRun, () => {
      throw new DomainError('run.not_found', 'There is no such run.');
    });
    await expect(ask()).rejects.toMatchObject({ code: 'run.not_found' });
  });

  it('refuses a run of another workspace', async () => {
    const other = await system.addWorkspace();
    await expect(ask({ workspaceId: other })).rejects.toMatchObject({ code: 'run_token.refused' });
    run = { ...run, workspaceId: other };
    await expect(ask({ workspaceId: other })).rejects.toMatchObject({ code: 'run_token.refused' });
  });

  it.each([
    ['{', 'request.malformed'],
    ['{}', 'request.invalid'],
    ['[1]', 'request.invalid'],
  ])('answers %p on the bus and stays up', async (payload, code) => {
    const { connection } = system.neighbours.busOf('agent-orchestrator');
    const reply = (await connection.request(issueRunToken.subject, payload, { timeout: 2_000 })).json();
    expect(reply).toMatchObject({ ok: false, error: { code } });
    await expect(ask()).resolves.toBeDefined();
  });
});
