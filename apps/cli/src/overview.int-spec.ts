import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { Api, cliCommand, type Ended, runCli } from './test-api.fixture-spec.js';

const ID = '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f';
const AT = '2026-11-24T00:00:00.000Z';
const message = (id: string, data: object) => `id: ${id}\ndata: ${JSON.stringify(data)}\n\n`;

describe('countersign tells of a workspace', () => {
  let api: Api;
  let folder: string;
  beforeAll(async () => {
    api = await Api.start();
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-cli-'));
  });
  afterAll(async () => {
    await api.stop();
    await rm(folder, { recursive: true });
  });

  const env = () => ({ COUNTERSIGN_URL: api.url, COUNTERSIGN_TOKEN: 'given' });
  const run = (...args: string[]): Promise<Ended> => runCli(args, env());

  it('whether it works, by its exit code too', async () => {
    api.answer('GET /health/ready', { status: 'ready' });
    api.answer('GET ', { id: ID, slug: 'main', name: 'Main', createdAt: AT, mcpUrl: 'https://mcp.example/mcp' });
    const ready = await run('status');
    expect([ready.exitCode, ready.stdout]).toEqual([0, expect.stringMatching(/ready[^]*mcp\.example/)]);
    api.answer('GET /health/ready', { status: 'not_ready' }, 503);
    const notReady = await run('status', '--json');
    expect([notReady.exitCode, JSON.parse(notReady.stdout)]).toMatchObject([1, { isReady: false, workspace: null }]);
  });

  it('what it is entitled to', async () => {
    api.answer('GET /entitlements', { agent_approvals: false });
    expect((await run('entitlements')).stdout).toContain('no: what would ask is refused');
  });

  it('what was called and decided in a period', async () => {
    const period = `from=${encodeURIComponent(AT)}&until=${encodeURIComponent('2026-11-24T01:00:00.000Z')}`;
    const bucket = {
      ...{ at: AT, calls: 9, verdicts: { allow: 5, ask: 3, deny: 1 } },
      outcomes: { succeeded: 7, failed: 1, refused: 1, unknown: 0, open: 0 },
    };
    const times = { integrationId: ID, integrationSlug: 'Jira', calls: 9, failed: 1, p50Ms: 12, p95Ms: 340 };
    const states = { pending: 1, approved: 2, denied: 0, expired: 0, invalidated: 0, cancelled: 0 };
    api.answer(`GET /statistics/calls?${period}&step=600`, { buckets: [bucket] });
    api.answer(`GET /statistics/tools?${period}`, { upstreams: [times], tools: [], isSampled: true });
    const decided = { requested: 3, states, medianSeconds: 41, p95Seconds: 90, pendingNow: 1 };
    api.answer(`GET /statistics/approvals?${period}`, decided);
    const { exitCode, stdout } = await run(
      ...['statistics', '--from', AT, '--until', '2026-11-24T01:00:00Z', '--step', '600'],
    );
    expect(exitCode).toBe(0);
    for (const part of [/9 .* 5 .* 3 .* 1 /, /Median decision +41 s/, /Jira .* 340 ms/, /too many/]) {
      expect(stdout).toMatch(part);
    }
    expect((await run('statistics', '--from', '2026-11-25', '--until', '2026-11-24')).exitCode).toBe(2);
  });

  it('its audit as a file for its owner alone, as the API writes it', async () => {
    const file = path.join(folder, 'audit.csv');
    api.answer('GET /audit/export?action=approval&format=csv', 'a,b');
    const ended = await run('audit', 'export', '--format', 'csv', '--action', 'approval', '-o', file);
    expect(ended).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect([await readFile(file, 'utf8'), (await stat(file)).mode & 0o777]).toEqual(['"a,b"', 0o600]);
    api.answer('GET /audit/export?format=jsonl', { id: 1 });
    expect(await run('audit', 'export')).toEqual({ exitCode: 0, stdout: '{"id":1}', stderr: '' });
    api.answer('GET /audit/export?format=jsonl', { code: 'scope.required', detail: 'No.' }, 403);
    expect(await run('audit', 'export')).toMatchObject({ exitCode: 5, stdout: '' });
    expect((await run('audit', 'export', '-o', path.join(folder, 'none', 'x'))).exitCode).not.toBe(0);
  });

  it('what happens, over connections that break, until the API ends it', async () => {
    const approval = { sequence: 7, kind: 'approval.requested', at: AT, approvalId: ID, state: 'pending' };
    const run7 = { sequence: 8, kind: 'run.started', at: AT, runId: ID };
    const end = 'event: end\ndata: {"code":"token.revoked"}\n\n';
    api.stream(
      'GET /events',
      `retry: 10\n\nevent: ready\nid: e6\ndata: {}\n\n${message('e7', approval)}`,
      message('e8', run7) + end,
    );
    const { exitCode, stdout, stderr } = await run('events');
    expect([exitCode, stderr]).toEqual([5, expect.stringContaining('token.revoked')]);
    expect(stdout).toBe(`${AT}  approval.requested  pending  approval ${ID}\n${AT}  run.started  run ${ID}\n`);
    expect(api.lastEventIds.slice(-2)).toEqual([undefined, 'e7']);
  });

  it('what happens of one sort alone as lines of JSON, from where a program was', async () => {
    const run7 = { sequence: 8, kind: 'run.started', at: AT, runId: ID };
    const call = { kind: 'calls.changed', at: AT };
    api.stream('GET /events', `data: ${JSON.stringify(call)}\n\n${message('e8', run7)}`);
    const { command, args, env: given } = cliCommand(['events', '--json', '--kind', 'run', '--after', 'e7'], env());
    const child = spawn(command, args, { cwd: '/', env: given });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (piece: string) => (output += piece));
    await eventually(() => expect(output).toBe(`${JSON.stringify({ id: 'e8', ...run7 })}\n`));
    expect(api.lastEventIds.at(-1)).toBe('e7');
    child.kill();
  });
});
