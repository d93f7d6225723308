import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, type Ended, runCli } from './test-api.fixture-spec.js';

const ID = '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f';
const AT = '2026-11-23T10:00:00.000Z';

describe('countersign agents', () => {
  let api: Api;
  const page = (...items: unknown[]) => ({ items, nextCursor: null });
  const settings = {
    ...{ name: 'Triage', instructions: 'Triage.\nThen stop.', provider: 'anthropic', model: 'claude' },
    parameters: { temperature: 0.5, topP: 0.9 },
    integrations: ['Jira', 'Nobody'],
    tools: [{ integration: 'Jira' }, { integration: 'Nobody', toolNames: ['a\u202eb'], strictness: 'ask' }],
    ...{ strictness: 'allow', turnsMax: 40, tokensMax: 1_000, wallSecondsMax: null, parallelCallsMax: 16 },
  };
  const agent = { ...settings, id: ID, workspaceId: ID, version: 3, createdAt: AT, updatedAt: AT, archivedAt: null };
  const version = {
    ...settings,
    agentId: ID,
    version: 2,
    createdAt: AT,
    createdBy: { kind: 'user', id: ID, name: 'Ada' },
  };
  const one = `/agents/${ID}`;

  beforeAll(async () => {
    api = await Api.start();
    api.answer('GET /agents', page(agent));
    api.answer('GET /agents?archived=true', page());
    api.answer('GET /mcp-integrations', page({ slug: 'Jira' }));
    api.answer('POST /agents', agent, 201);
    api.answer(`GET ${one}`, agent);
    api.answer(`PATCH ${one}`, agent);
    api.answer(`DELETE ${one}`, {});
    api.answer(`GET ${one}/versions`, page(version));
    api.answer(`GET ${one}/versions/2`, version);
  });
  afterAll(() => api.stop());

  const run = (...args: string[]): Promise<Ended> =>
    runCli(args[0] === '--json' ? ['--json', 'agents', ...args.slice(1)] : ['agents', ...args], {
      COUNTERSIGN_URL: api.url,
      COUNTERSIGN_TOKEN: 'given',
    });
  const lastCondition = () => api.conditions[api.received.findLastIndex(({ route }) => !route.startsWith('GET'))];
  const lastWrite = () => api.received.findLast(({ route }) => !route.startsWith('GET'));

  it('are listed and shown, with what they reach and what it means', async () => {
    expect((await run('list')).stdout).toMatch(/Triage .*anthropic claude .*Jira, Nobody .*allow .*3 /);
    expect((await run('list', '--archived')).stdout).toContain('No agents yet');
    const { stdout } = await run('show', 'Triage');
    expect(stdout).toContain('temperature 0.5, topP 0.9');
    expect(stdout).toContain('Nobody: "a\\u{202E}b", asks for each call');
    expect(stdout).toContain('40 turns, 1000 tokens, any time, 16 calls at once');
    expect(JSON.parse((await run('--json', 'show', ID)).stdout)).toEqual(agent);
    expect((await run('show', 'Other')).exitCode).toBe(3);
  });

  it('have versions, each with who made it', async () => {
    expect((await run('versions', 'Triage')).stdout).toMatch(/2 .*Ada/);
    expect((await run('show', 'Triage', '--version-number', '2')).stdout).toMatch(/By +Ada/);
    expect(JSON.parse((await run('--json', 'versions', ID)).stdout)).toEqual([version]);
  });

  it('are made of what is typed, and a slug that no integration has is said', async () => {
    const { exitCode, stderr } = await run(
      ...['create', 'Triage', '--instructions', 'Triage.', '--model', 'claude', '--temperature', '0.5', '--seed', '7'],
      ...['--stop', 'END', 'FIN', '--use', 'Jira', 'Wiki/page.get', 'Wiki/a/b', '--ask', 'Jira/issue.delete'],
      ...['--strictness', 'ask', '--turns', '5', '--tokens', '900', '--seconds', '60', '--parallel', '2'],
    );
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('No integration has the slug Nobody')]);
    expect(lastWrite()).toMatchObject({
      route: 'POST /agents',
      body: {
        ...{ name: 'Triage', instructions: 'Triage.', model: 'claude', strictness: 'ask' },
        parameters: { temperature: 0.5, stopSequences: ['END', 'FIN'], seed: 7 },
        tools: [
          { integration: 'Jira' },
          { integration: 'Wiki', toolNames: ['page.get', 'a/b'] },
          { integration: 'Jira', toolNames: ['issue.delete'], strictness: 'ask' },
        ],
        ...{ turnsMax: 5, tokensMax: 900, wallSecondsMax: 60, parallelCallsMax: 2 },
      },
    });
    await run('create', 'Plain');
    expect(lastWrite()?.body).toEqual({ name: 'Plain', instructions: '' });
  });

  it('are changed in what is typed alone; other parameters stay as they are', async () => {
    await run('update', 'Triage', '--no-tools', '--clear', 'tokensMax', 'parameters', '--if-version', '3');
    expect(lastWrite()).toMatchObject({
      route: `PATCH ${one}`,
      body: { tools: [], clear: ['tokensMax', 'parameters'] },
    });
    expect(lastCondition()).toBe('"3"');
    await run('update', 'Triage', '--turns', '5');
    expect([lastCondition(), lastWrite()?.body]).toEqual(['"3"', { turnsMax: 5 }]);
    await run('update', 'Triage', '--temperature', '0', '--name', 'Other');
    expect(lastWrite()?.body).toEqual({ name: 'Other', parameters: { temperature: 0, topP: 0.9 } });
    expect(lastCondition()).toBe('"3"');
  });

  it('are deleted by name or id', async () => {
    expect((await run('delete', 'Triage')).stdout).toBe('Deleted Triage; its open runs are being cancelled.\n');
    expect(lastWrite()?.route).toBe(`DELETE ${one}`);
    expect(JSON.parse((await run('--json', 'delete', ID, '--if-version', '3')).stdout)).toEqual({ deleted: ID });
  });

  it.each([
    ['update', 'Triage'],
    ['update', 'Triage', '--turns', 'many'],
    ['update', 'Triage', '--temperature', 'hot'],
    ['create', 'T', '--no-tools', '--use', 'Jira'],
    ['create', 'T', '--instructions', 'a', '--instructions-file', 'b'],
    ['create', 'T', '--instructions-file', '/nowhere/at/all'],
    ['delete', 'Triage', '--if-version', 'x'],
  ])('are not touched where the words make no sense: %s %s %s %s', async (...args) => {
    const before = api.received.filter(({ route }) => !route.startsWith('GET')).length;
    expect((await run(...args)).exitCode).toBe(2);
    expect(api.received.filter(({ route }) => !route.startsWith('GET'))).toHaveLength(before);
  });

  it.each([
    ['agent.tools_too_large', 422, 2],
    ['precondition.failed', 412, 4],
    ['agent.archived', 409, 4],
  ])('end with a code for programs: %s', async (code, status, exitCode) => {
    api.answer(`PATCH ${one}`, { code, detail: 'No.' }, status);
    const ended = await run('update', 'Triage', '--turns', '5');
    expect(ended).toMatchObject({ exitCode, stderr: expect.stringContaining(code) });
    api.answer(`PATCH ${one}`, agent);
  });

  it('say with --help what can be said', async () => {
    expect((await run('--help')).stdout).toMatch(/list[^]*show[^]*versions[^]*create[^]*update[^]*delete/);
    expect((await run('create', '--help')).stdout).toContain('Policy still rules every tool');
  });
});
