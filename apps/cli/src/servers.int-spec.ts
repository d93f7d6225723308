import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, type Ended, goldenItem, runCli } from './test-api.fixture-spec.js';

const server = goldenItem('registry.list-integrations.v1');
const one = `/mcp-integrations/${String(server['id'])}`;
const AT = '2026-11-23T10:00:00.000Z';
const page = (...items: unknown[]) => ({ items, nextCursor: null });

describe('countersign servers', () => {
  let api: Api;
  let folder: string;

  beforeAll(async () => {
    api = await Api.start();
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-cli-'));
    api.answer('GET /mcp-integrations', page(server));
    api.answer('POST /mcp-integrations', server);
    api.answer(`PATCH ${one}`, server);
  });
  afterAll(async () => {
    await api.stop();
    await rm(folder, { recursive: true });
  });

  const run = (...args: string[]): Promise<Ended> =>
    runCli(args, { COUNTERSIGN_URL: `${api.url}/`, COUNTERSIGN_TOKEN: 'given' });
  const sent = (route: string): unknown => api.received.findLast((received) => received.route === route)?.body;
  const file = async (name: string, content: string): Promise<string> => {
    const place = path.join(folder, name);
    await writeFile(place, content);
    return place;
  };

  it('adds one with all that can be said of it, its secrets from files', async () => {
    const secret = await file('secret', 's3cret\n');
    const headers = await file('headers', 'X-Key: from file\n\nX-Team: a:b\n');
    const options = '--name T --slug tr --description d --posture ask --transport sse --timeout 300';
    const oauth = `--auth client-credentials --client-id c --client-secret-file ${secret} --scope a --scope b`;
    const { exitCode } = await run(
      ...`servers add https://a.example/mcp ${options} ${oauth} --issuer https://i.example`.split(' '),
      ...['--header', 'X-A: 1', '--header-file', headers],
    );
    expect(exitCode).toBe(0);
    expect(sent('POST /mcp-integrations')).toEqual({
      serverUrl: 'https://a.example/mcp',
      displayName: 'T',
      slug: 'tr',
      description: 'd',
      posture: 'ask',
      transport: 'sse',
      timeoutSeconds: 300,
      auth: 'client-credentials',
      headers: [
        { name: 'X-A', value: '1' },
        { name: 'X-Key', value: 'from file' },
        { name: 'X-Team', value: 'a:b' },
      ],
      oauth: { clientId: 'c', clientSecret: 's3cret', scopes: ['a', 'b'], issuer: 'https://i.example' },
    });
  });

  it('changes what is given and nothing else', async () => {
    const { exitCode } = await run('servers', 'update', 'tracker', '--url', 'https://b.example', '--no-headers');
    expect([exitCode, sent(`PATCH ${one}`)]).toEqual([0, { serverUrl: 'https://b.example', headers: [] }]);
  });

  it('says to which servers no calls are sent, why and until when', async () => {
    const circuit = { integrationId: server['id'], state: 'open', failures: 5, reason: 'refused', retryAt: AT };
    api.answer('GET /mcp-integrations/circuits', { items: [circuit] });
    expect((await run('servers', 'list')).stdout).toContain(`no calls until ${AT}: refused`);
    const { stdout } = await run('servers', 'show', 'tracker');
    expect(stdout).toMatch(/Calls +no calls until .*: refused \(5 failures in a row, as one replica/);
    expect(JSON.parse((await run('--json', 'servers', 'show', 'tracker')).stdout)).toMatchObject({ circuit });
  });

  it('lists servers while the router is away', async () => {
    api.answer('GET /mcp-integrations/circuits', { detail: 'mcp-router does not answer' }, 503);
    expect(await run('servers', 'list')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('Tracker') });
    expect((await run('servers', 'show', 'tracker')).stdout).toContain('not known: the router does not answer');
  });

  it('shows what holds for a server as a whole, and changes what is given', async () => {
    const policy = {
      integrationId: server['id'],
      posture: 'ask',
      trusted: false,
      resources: true,
      prompts: false,
      revision: 9,
    };
    api.answer(`GET ${one}/policy`, policy);
    api.answer(`PATCH ${one}/policy`, policy);
    const shown = await run('servers', 'policy', 'tracker');
    expect(shown.stdout.split('\n').map((line) => line.split(/:\s+/))).toEqual([
      ['New tools', 'ask'],
      ['Trusted', 'off'],
      ['Resources', 'on'],
      ['Prompts', 'off'],
      [''],
    ]);
    expect(sent(`PATCH ${one}/policy`)).toBeUndefined();
    const { exitCode } = await run(...'servers policy tracker --resources on --prompts off'.split(' '));
    expect([exitCode, sent(`PATCH ${one}/policy`)]).toEqual([0, { resources: true, prompts: false }]);
    expect((await run('servers', 'policy', 'tracker', '--trusted', 'yes')).exitCode).toBe(2);
  });

  it('shows everything about one, of credentials that they are set', async () => {
    const { exitCode, stdout } = await run('servers', 'show', 'TRACKER');
    expect(exitCode).toBe(0);
    for (const word of ['Health', 'Watched', 'Auth', 'Time-out', 'Verified', String(server['serverUrl'])]) {
      expect(stdout).toContain(word);
    }
  });

  it('tries a URL, or a change of a stored server, and fails where that fails', async () => {
    const result = {
      succeeded: true,
      durationMs: 12,
      errorCode: null,
      message: null,
      authorizationServer: null,
      wireTransport: 'sse',
      era: 'legacy',
      protocolVersion: '2024-11-05',
      toolCount: 3,
      toolNames: ['issue.get', 'a\u202eb'],
      warnings: [],
    };
    api.answer('POST /mcp-integrations/test', result);
    const passed = await run('servers', 'test', 'https://a.example/mcp', '--transport', 'sse');
    expect([passed.exitCode, sent('POST /mcp-integrations/test')]).toEqual([
      0,
      { serverUrl: 'https://a.example/mcp', transport: 'sse' },
    ]);
    for (const word of ['issue.get', 'a\\u{202E}b', 'and 1 more', 'over sse']) expect(passed.stdout).toContain(word);
    const failure = {
      succeeded: false,
      errorCode: 'discovery.refused',
      message: 'HTTP 401',
      toolNames: [],
      wireTransport: null,
    };
    api.answer('POST /mcp-integrations/test', { ...result, ...failure, authorizationServer: 'https://i.example' });
    const failed = await run('servers', 'test', 'Tracker', '--url', 'https://b.example');
    expect(failed).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/HTTP 401[^]*https:\/\/i\.example/) });
    expect(sent('POST /mcp-integrations/test')).toEqual({
      integrationId: server['id'],
      serverUrl: 'https://b.example',
    });
  });

  it('removes one only after a yes', async () => {
    api.answer(`DELETE ${one}`, {});
    const asked = await run('servers', 'remove', 'tracker');
    expect([asked.exitCode, asked.stderr]).toEqual([2, expect.stringContaining('--yes')]);
    expect(sent(`DELETE ${one}`)).toBeUndefined();
    const removed = await run('servers', 'remove', 'tracker', '--yes');
    expect([removed.exitCode, removed.stdout, sent(`DELETE ${one}`)]).toEqual([0, 'Removed Tracker.\n', null]);
  });

  it('lists how its checks went', async () => {
    const failed = { at: AT, succeeded: false, durationMs: 9, errorCode: 'discovery.timed_out', message: 'too slow' };
    api.answer(`GET ${one}/checks?limit=20`, page({ ...failed, trigger: 'poll' }));
    const { stdout } = await run('servers', 'checks', 'tracker');
    expect(stdout).toMatch(/poll.*failed.*9 ms.*too slow \(discovery\.timed_out\)/);
  });

  it('shows what became different as a diff, with what cannot be seen spelled out', async () => {
    const differences = [
      { pointer: '/description', operation: 'changed', before: '"read"', after: '"read\u200b and delete"' },
      { pointer: '/inputSchema/properties/all', operation: 'added', before: null, after: '{"type":"boolean"}' },
      { pointer: '/annotations/readOnlyHint', operation: 'removed', before: 'true', after: null },
    ];
    const change = {
      name: 'issue.get\n\u001b[2J',
      kinds: ['description_changed'],
      warnings: ['became_destructive', 'invisible'],
      at: AT,
      snapshotRevision: 4,
      connectionMoved: true,
      differences,
      truncated: true,
    };
    api.answer(`GET ${one}/tool-changes?limit=5&toolName=issue.get`, page(change));
    const { stdout } = await run('servers', 'changes', 'tracker', '--limit', '5', '--tool', 'issue.get');
    expect(stdout.split('\n')).toEqual([
      `${AT}  snapshot 4, another connection  issue.get\\n\\u{001B}[2J: description changed, ! became destructive, ! invisible`,
      '  ~ /description  "read" → "read\\u{200B} and delete"',
      '  + /inputSchema/properties/all  {"type":"boolean"}',
      '  - /annotations/readOnlyHint  true',
      '  … and more',
      '',
    ]);
  });

  it('sends a person to the browser and waits until they have granted access', async () => {
    const authorization = { state: 'not_authorized', authorizedAt: null, problem: null };
    const waiting = { ...server, auth: 'oauth2', status: 'awaiting_authorization', authorization };
    api.answer('GET /mcp-integrations', page(waiting));
    api.answer(`GET ${one}`, waiting);
    api.answer(`POST ${one}/oauth/authorize`, { authorizationUrl: `${api.url}/oauth/start?x=1`, expiresAt: null });
    const running = run('--json', 'servers', 'authorize', 'tracker');
    await api.until(`GET ${one}`);
    const granted = { ...waiting, status: 'connected', authorization: { state: 'authorized', authorizedAt: AT } };
    api.answer(`GET ${one}`, granted);
    const { exitCode, stdout, stderr } = await running;
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, granted]);
    expect(stderr).toContain(`${api.url}/oauth/start?x=1`);
    api.answer('GET /mcp-integrations', page({ ...server, auth: 'none', authorization: null }));
    const needless = await run('servers', 'authorize', 'tracker');
    expect([needless.exitCode, needless.stderr]).toEqual([2, expect.stringContaining('needs nobody')]);
    api.answer('GET /mcp-integrations', page(server));
  });

  it('shows the audit', async () => {
    const drift = { name: 'a\u202e', kinds: ['added'], warnings: ['invisible'] };
    const entry = { at: AT, actor: { kind: 'user', id: 'u', name: 'Erin' }, integrationId: server['id'] };
    const changed = { ...entry, action: 'integration.tools_changed', details: { toolCount: 2, tools: [drift] } };
    api.answer(`GET /audit?limit=50&integrationId=${String(server['id'])}`, page(changed));
    const { exitCode, stdout } = await run('audit', '--server', 'tracker');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/Erin.*integration\.tools_changed.*Tracker.*2 tools; a/);
    expect(stdout).not.toContain('\u202e');
  });

  it.each([
    [['servers', 'update', 'tracker']],
    [['servers', 'add', 'https://a.example', '--timeout', 'long']],
    [['servers', 'add', 'https://a.example', '--client-secret-file', '/no/such/file']],
    [['servers', 'add', 'https://a.example', '--client-id', 'c', '--client-secret-file', '/dev/null']],
    [['servers', 'add', 'https://a.example', '--header-file', '-']],
    [['servers', 'test', 'https://a.example', '--url', 'https://b.example']],
    [['servers', 'checks', 'tracker', '--limit', '0']],
  ])('ends with 2 after the wrong usage %j', async (args) => {
    expect(await run(...args)).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringMatching(/./) });
  });
});
