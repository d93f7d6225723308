import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Api, goldenItem, goldenOutput, runCli, type Ended } from '../test-api.fixture-spec.js';

const CANARY = 'canary-credential-5d20aa';
const JIRA = { ...goldenItem('registry.list-integrations.v1'), slug: 'Jira', serverUrl: 'https://jira.example/mcp' };
const ID = String((JIRA as { id?: string }).id);
const TOOL = {
  ...goldenItem('policy.list-tools.v1'),
  name: 'issue.get',
  enabled: true,
  requiresApproval: false,
  problem: null,
};
const POLICY = goldenOutput('policy.get-integration-policy.v1');
const AGENT = { ...goldenItem('orchestrator.list-agents.v1'), name: 'Notes', instructions: 'Help.', version: 3 };
const AGENT_ID = String((AGENT as { id?: string }).id);

describe('a workspace as a file', () => {
  let api: Api;
  let folder: string;
  const page = (...items: unknown[]) => ({ items, nextCursor: null });
  const tools = (...items: unknown[]) => ({
    ...goldenOutput('policy.list-tools.v1'),
    items,
    revision: 12,
    nextCursor: null,
  });

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-cli-'));
  });
  beforeEach(async () => {
    api = await Api.start();
    for (const query of ['', '?limit=200']) api.answer(`GET /mcp-integrations${query}`, page(JIRA));
    api.answer(`GET /mcp-integrations/${ID}/policy`, POLICY);
    api.answer(`GET /mcp-integrations/${ID}/tools?limit=200`, tools(TOOL));
    api.answer(`PATCH /mcp-integrations/${ID}/tools`, tools(TOOL));
    api.answer('GET /agents?limit=200', page(AGENT));
    api.answer(`PATCH /agents/${AGENT_ID}`, AGENT);
    api.answer('POST /agents', AGENT);
    api.answer('POST /mcp-integrations', { ...JIRA, status: 'connected' });
  });
  afterEach(() => api.stop());
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = async (args: string[], file = '', env: Record<string, string> = {}): Promise<Ended> => {
    if (file !== '') await writeFile(path.join(folder, 'countersign.yaml'), file);
    const ended = await runCli(args, { COUNTERSIGN_URL: api.url, COUNTERSIGN_TOKEN: 'given', ...env }, folder);
    expect(ended.stdout + ended.stderr).not.toContain(CANARY);
    return ended;
  };
  const writes = () =>
    api.received.filter(({ route }) => !route.startsWith('GET')).map(({ route, body }) => [route, body]);
  const ifMatches = () => api.conditions.filter((condition) => condition !== undefined);

  const BOTH = `version: 1
integrations: { Jira: { url: https://jira.example/mcp, tools: { issue.get: { requiresApproval: true } } } }
agents: { Notes: { instructions: Other. }, More: { instructions: New. } }
`;

  it('is changed after a yes alone, each write on the condition of what was seen', async () => {
    const refused = await run(['apply'], BOTH);
    expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('say --yes') });
    expect(refused.stdout).toMatch(
      /~ issue\.get: requiresApproval: false → true[\s\S]*\+ agent More[\s\S]*1 to create, 1 to change, 1 tools to change/,
    );
    expect(writes()).toEqual([]);
    expect(await run(['apply', '--yes'])).toMatchObject({ exitCode: 0 });
    expect(writes()).toEqual([
      [`PATCH /mcp-integrations/${ID}/tools`, { tools: [{ name: 'issue.get', requiresApproval: true }] }],
      [`PATCH /agents/${AGENT_ID}`, { instructions: 'Other.' }],
      ['POST /agents', { name: 'More', instructions: 'New.' }],
    ]);
    expect(ifMatches()).toEqual(['"12"', '"3"']);
  });

  it('that somebody else changed stops everything that was still to come', async () => {
    const stale = { code: 'precondition.failed', detail: 'It is another version.' };
    api.answer(`PATCH /agents/${AGENT_ID}`, stale, 412);
    const { exitCode, stdout, stderr } = await run(['apply', '--yes'], BOTH);
    expect(exitCode).toBe(4);
    expect(stdout).toMatch(
      /done: update tools of Jira\nfailed: update agent Notes: .*changed by somebody else.*\nnot done: create agent More/,
    );
    expect(stderr).toContain('1 of 3 were done; the same again goes on');
  });

  it('is told what holds for a server as a whole, and only as long as that is what was seen', async () => {
    const place = `PATCH /mcp-integrations/${ID}/policy`;
    const file = 'version: 1\nintegrations: { Jira: { url: https://jira.example/mcp, policy: { trusted: false } } }\n';
    api.answer(place, POLICY);
    expect(await run(['apply', '--yes'], file)).toMatchObject({ exitCode: 0 });
    expect(writes()).toEqual([[place, { trusted: false }]]);
    expect(ifMatches()).toEqual(['"1"']);
    api.answer(place, { code: 'precondition.failed', detail: 'It is another revision.' }, 412);
    const { exitCode, stdout } = await run(['apply', '--yes']);
    expect([exitCode, stdout]).toEqual([4, expect.stringContaining('change too fast')]);
  });

  it('gets what it can where a part of it is refused', async () => {
    const refusal = { code: 'entitlement.required', detail: 'No approvals here.' };
    api.answer(`PATCH /agents/${AGENT_ID}`, { code: 'request.invalid', detail: 'Not like this.' }, 422);
    const one = await run(['--json', 'apply', '--yes'], BOTH);
    expect(one.exitCode).toBe(2);
    const { applied } = JSON.parse(one.stdout) as { applied: { state: string }[] };
    expect(applied.map(({ state }) => state)).toEqual(['done', 'failed', 'done']);
    api.answer(`PATCH /mcp-integrations/${ID}/tools`, refusal, 403);
    expect(await run(['apply', '--yes'])).toMatchObject({
      exitCode: 5,
      stdout: expect.stringContaining('not done: create agent More'),
    });
  });

  it('takes credentials from where the file says, and tells them nobody', async () => {
    const file = 'version: 1\nintegrations: { Wiki: { url: https://w.example, headers: { X-Key: "k ${env:KEY}" } } }\n';
    const unset = await run(['apply', '--yes'], file);
    expect(unset).toMatchObject({ exitCode: 2, stdout: expect.stringContaining('The variable KEY is not set') });
    expect(writes()).toEqual([]);
    expect(await run(['--json', 'apply', '--yes'], file, { KEY: CANARY })).toMatchObject({ exitCode: 0 });
    const made = {
      displayName: 'Wiki',
      slug: 'Wiki',
      serverUrl: 'https://w.example/',
      headers: [{ name: 'X-Key', value: `k ${CANARY}` }],
    };
    expect(writes()).toEqual([['POST /mcp-integrations', made]]);
  });

  it('makes a thing once where an answer is lost', async () => {
    api.broken.add('POST /agents');
    const { exitCode } = await run(['apply', '--yes'], 'version: 1\nagents: { More: { instructions: New. } }\n');
    expect([exitCode, writes().length]).toEqual([0, 2]);
    const [first, second] = api.keys.filter((key) => key !== undefined);
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(second).toBe(first);
  });

  it('is compared without a change, and ends with 7 where there is a difference', async () => {
    expect(await run(['diff'], BOTH)).toMatchObject({ exitCode: 7 });
    expect(await run(['diff'], 'version: 1\nagents: { Notes: { instructions: Help. } }\n')).toMatchObject({
      exitCode: 0,
    });
    expect(await run(['diff'], 'version: 1\nagents: { Notes: { instruction: Help. } }\n')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('countersign.yaml:2:20: agents › Notes › instruction is not known here'),
    });
    expect(writes()).toEqual([]);
  });

  it('is exported in parts, and with a schema for editors', async () => {
    const { stdout, exitCode } = await run(['export', '--only', 'agents', 'integrations']);
    expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/Jira:[\s\S]*issue\.get:[\s\S]*Notes:/)]);
    const schema = JSON.parse((await run(['schema'])).stdout) as { properties: object };
    expect(Object.keys(schema.properties)).toEqual([
      'version',
      'approvalSettings',
      'groups',
      'integrations',
      'agents',
      'webhooks',
    ]);
  });

  it('is exported as JSON to programs, which applied again is no difference', async () => {
    const { stdout } = await run(['export', '--only', 'agents', 'integrations', '--json']);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      integrations: { Jira: { tools: { 'issue.get': { requiresApproval: false } } } },
      agents: { Notes: { instructions: 'Help.' } },
    });
    expect(await run(['diff'], stdout)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('No differences'),
    });
  });

  it('takes over the servers of another client, and refuses its programs', async () => {
    const config = {
      mcpServers: {
        'My Wiki': { url: `https://w.example/?key=${CANARY}`, headers: { A: CANARY } },
        files: { command: 'npx' },
      },
    };
    await writeFile(path.join(folder, 'mcp.json'), `// mine\n${JSON.stringify(config)}`);
    const { exitCode, stderr } = await run(['import', 'mcp.json', '--yes']);
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('files is not imported: it is a program')]);
    expect(writes()).toMatchObject([
      ['POST /mcp-integrations', { slug: 'My-Wiki', headers: [{ name: 'A', value: CANARY }] }],
    ]);
  });

  it('takes over stored rows, of which those that nobody knows are told', async () => {
    await writeFile(
      path.join(folder, 'rows.json'),
      '[{"name":"issue.get","description":"x","requiresApproval":true},{"name":"gone","description":""}]',
    );
    const { exitCode, stdout } = await run(['import', '--tools', 'rows.json', '--server', 'jira', '--yes']);
    expect([exitCode, stdout]).toEqual([1, expect.stringMatching(/pending, the server lists no such tool.*\(gone\)/)]);
    expect(writes()).toMatchObject([
      [expect.stringContaining('/tools'), { tools: [{ name: 'issue.get', requiresApproval: true }] }],
    ]);
  });

  it('refuses what is of stored rows beside the servers of another client', async () => {
    expect(await run(['import', 'mcp.json', '--server', 'jira', '--yes'])).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('name those with --tools'),
    });
  });
});
