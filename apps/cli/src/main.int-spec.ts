import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, type Ended, goldenItem, runCli } from './test-api.fixture-spec.js';

describe('countersign', () => {
  let api: Api;
  let folder: string;
  const server = goldenItem('registry.list-integrations.v1');
  const tool = goldenItem('policy.list-tools.v1');
  const approval = goldenItem('policy.list-approvals.v1');
  const decision = `/approvals/${String(approval['id'])}/decision`;
  const page = (...items: unknown[]) => ({ items, nextCursor: null });

  beforeAll(async () => {
    api = await Api.start();
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-cli-'));
    await mkdir(path.join(folder, '.countersign'));
    await mkdir(path.join(folder, 'below'));
    const dev = { apiUrl: `${api.url}/api/v1`, adminToken: 'admin', approverToken: 'approver' };
    await writeFile(path.join(folder, '.countersign', 'dev.json'), JSON.stringify(dev));
    api.answer('GET /mcp-integrations', page(server));
    api.answer('POST /mcp-integrations', server);
    api.answer('GET /approvals?state=pending', page(approval));
  });
  afterAll(async () => {
    await api.stop();
    await rm(folder, { recursive: true });
  });

  const run = (...args: string[]): Promise<Ended> =>
    runCli(args, { COUNTERSIGN_URL: `${api.url}/`, COUNTERSIGN_TOKEN: 'given' });
  const installed = (...args: string[]): Promise<Ended> => runCli(args, {}, path.join(folder, 'below'));

  it('says how it is used, with its exit codes', async () => {
    const { exitCode, stdout } = await run('--help');
    expect(exitCode).toBe(0);
    for (const word of ['servers', 'tools', 'approvals', 'calls', 'agent', 'runs', '--json', '4 conflict']) {
      expect(stdout).toContain(word);
    }
  });

  it('prints a table for people, and the answer itself for programs', async () => {
    const people = await run('servers', 'list');
    expect([people.exitCode, people.stdout]).toEqual([0, expect.stringMatching(/Slug.*URL[^]*Tracker/)]);
    const programs = await run('--json', 'servers', 'list');
    // Beside the answer: what the router says of the server, which it does not here.
    expect(JSON.parse(programs.stdout)).toEqual([{ ...server, circuit: null }]);
    expect(api.received.at(-1)?.token).toBe('given');
  });

  it('spells out what a tool name could do to the terminal', async () => {
    const items = page({ ...tool, name: 'a\u001b[2Jb\u202e\ufe0f\u2800' });
    api.answer(`GET /mcp-integrations/${String(server['id'])}/tools?limit=200`, items);
    const { exitCode, stdout } = await run('tools', 'list', 'tracker');
    expect(exitCode).toBe(0);
    expect(stdout).not.toMatch(/[\u001b\u202e\ufe0f\u2800]/u);
    const { stdout: json } = await run('--json', 'tools', 'list', 'tracker');
    expect(json).toContain('a\\u001b[2Jb\\u202e\\ufe0f\\u2800');
    expect(stdout.replaceAll(/\s/g, '')).toContain('u{001B}');
  });

  it('takes a header apart at its first colon', async () => {
    await run('servers', 'add', 'https://a.example/mcp', '--header', 'Authorization:  Bearer a:b', '--header', 'X: 1');
    expect(api.received.at(-1)?.body).toEqual({
      serverUrl: 'https://a.example/mcp',
      displayName: 'a.example',
      headers: [
        { name: 'Authorization', value: 'Bearer a:b' },
        { name: 'X', value: '1' },
      ],
    });
  });

  it('finds the installation of a folder above, and decides with the token for that', async () => {
    api.answer(`POST ${decision}`, { ...approval, state: 'approved', argumentsEdited: false });
    await installed('servers', 'list');
    expect(api.received.at(-1)?.token).toBe('admin');
    const { exitCode, stdout } = await installed('approvals', 'approve', String(approval['id']), '--reason', 'fine');
    expect([exitCode, stdout]).toEqual([0, 'issue.delete: approved\n']);
    expect(api.received.at(-1)).toEqual({
      route: `POST ${decision}`,
      token: 'approver',
      body: { decision: 'approve', reason: 'fine' },
    });
  });

  it.each([
    [1, 500, 'bus.failed'],
    [3, 404, 'approval.not_found'],
    [4, 409, 'approval.already_decided'],
    [5, 403, 'scope.required'],
    [5, 401, 'token.expired'],
  ])('ends with %d after a %d, and says why', async (exitCode, status, code) => {
    api.answer(`POST ${decision}`, { code, detail: 'No.' }, status);
    const ended = await run('approvals', 'deny', String(approval['id']));
    expect(ended).toEqual({ exitCode, stdout: '', stderr: `countersign: No. (${code})\n` });
  });

  it.each([
    [['servers', 'add', 'no url']],
    [['servers', 'add', 'https://a.example', '--header', 'no colon']],
    [['tools', 'set', 'tracker', 'a', '--ask', '--open']],
    [['no-such-command']],
  ])('ends with 2 after the wrong usage %j', async (args) => {
    const { exitCode, stderr } = await run(...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringMatching(/./)]);
  });

  it('ends with 2 where there is no installation', async () => {
    const { exitCode, stderr } = await runCli(['servers', 'list'], { COUNTERSIGN_HOME: path.join(folder, 'none') });
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('No installation found')]);
  });

  it('ends with 6 where nobody answers', async () => {
    const gone = await Api.start();
    const env = { COUNTERSIGN_URL: gone.url, COUNTERSIGN_TOKEN: 'given' };
    await gone.stop();
    const { exitCode, stderr } = await runCli(['servers', 'list'], env);
    expect([exitCode, stderr]).toEqual([6, expect.stringContaining('does not answer')]);
  });
});
