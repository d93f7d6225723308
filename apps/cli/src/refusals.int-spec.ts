import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, cliCommand, type Ended, goldenItem, runCli } from './test-api.fixture-spec.js';

describe('countersign refuses', () => {
  let api: Api;
  const server = goldenItem('registry.list-integrations.v1');
  const tools = `/mcp-integrations/${String(server['id'])}/tools`;

  beforeAll(async () => {
    api = await Api.start();
    api.answer('GET /mcp-integrations', { items: [server], nextCursor: null });
  });
  afterAll(() => api.stop());

  const run = (...args: string[]): Promise<Ended> =>
    runCli(args, { COUNTERSIGN_URL: api.url, COUNTERSIGN_TOKEN: 'given' });

  it.each([
    [['tools', 'set', 'tracker', 'a', '--self-approval', 'ja'], '--self-approval is yes or no.'],
    [['tools', 'set', 'tracker', 'a', '--idempotent', 'YES'], '--idempotent is yes or no.'],
    [['approvals', 'list', '--state', 'open'], 'Allowed choices are pending, '],
    [
      ['webhooks', 'add', 'a', 'https://a.example', '--event', 'approval.request'],
      'Allowed choices are approval.requested',
    ],
    [['calls', 'list', '--limit', '0'], '--limit is a number'],
    [['audit', '--from', 'yesterday'], '--from is a time'],
  ])('%j before it asks, with 2', async (args, why) => {
    const asked = api.received.length;
    const { exitCode, stderr } = await run(...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(why)]);
    expect(api.received.slice(asked).filter(({ route }) => !route.startsWith('GET'))).toEqual([]);
  });

  it('says one wrong field in one sentence, and several as a list', async () => {
    const problem = (pointer: string) => ({ pointer, code: 'x', message: 'is wrong' });
    const answer = (...errors: { pointer: string; message: string }[]): void => {
      const detail = errors.map(({ pointer, message }) => `${pointer}: ${message}`).join('; ');
      api.answer(`PATCH ${tools}`, { code: 'request.invalid', detail, errors }, 422);
    };
    answer(problem('/tools/0/name'));
    const one = await run('tools', 'set', 'tracker', 'a', '--ask');
    expect([one.exitCode, one.stderr]).toEqual([2, 'countersign: /tools/0/name: is wrong (request.invalid)\n']);
    answer(problem('/a'), problem('/b'));
    const two = await run('tools', 'set', 'tracker', 'a', '--ask');
    expect(two.stderr).toBe('countersign: This is not accepted (request.invalid)\n  /a: is wrong\n  /b: is wrong\n');
  });

  it('nothing of an audit whose filters fit nothing, and says which of the two it is', async () => {
    api.answer('GET /audit?limit=50', { items: [], nextCursor: null });
    api.answer('GET /audit?limit=50&action=approval.denied', { items: [], nextCursor: null });
    expect((await run('audit')).stdout).toContain('Nothing has happened yet.');
    expect((await run('audit', '--action', 'approval.denied')).stdout).toContain('fits these filters');
  });

  it.each([
    ['request.invalid', 422, 2],
    ['egress.refused', 422, 1],
    ['discovery.unreachable', 422, 1],
    ['approval.already_decided', 409, 4],
  ])('with the exit code that fits %s (%i): %i', async (code, status, exitCode) => {
    api.answer(`PATCH ${tools}`, { code, detail: 'No.' }, status);
    expect((await run('tools', 'set', 'tracker', 'a', '--ask')).exitCode).toBe(exitCode);
  });

  it.each([
    [{ COUNTERSIGN_URL: 'https://a.example' }, 'COUNTERSIGN_URL is set without COUNTERSIGN_TOKEN'],
    [{ COUNTERSIGN_URL: 'https://a.example', COUNTERSIGN_TOKEN: 'given\n' }, 'COUNTERSIGN_TOKEN has a line break'],
    [{ COUNTERSIGN_URL: 'a.example', COUNTERSIGN_TOKEN: 'given' }, 'COUNTERSIGN_URL is "a.example"'],
  ])('an environment of %j', async (env, why) => {
    const { exitCode, stderr } = await runCli(['servers', 'list'], env);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(why)]);
  });

  it('an installation whose file was cut off', async () => {
    const home = await mkdtemp(path.join(tmpdir(), 'countersign-cli-'));
    await writeFile(path.join(home, 'dev.json'), '{"apiUrl": ');
    const { exitCode, stderr } = await runCli(['servers', 'list'], { COUNTERSIGN_HOME: home });
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringMatching(/^countersign: The file ".*dev.json" cannot be read/),
    ]);
    await rm(home, { recursive: true });
  });

  it('what is not Countersign, with 6', async () => {
    const other = createServer((_request, response) => void response.end('<!doctype html>'));
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    const ended = await runCli(['servers', 'list'], { COUNTERSIGN_URL: url, COUNTERSIGN_TOKEN: 'given' });
    expect(ended).toMatchObject({ exitCode: 6, stderr: expect.stringContaining('is not Countersign') });
    other.close();
  });

  it('nothing where its reader has read enough', async () => {
    const { command, args, env } = cliCommand(['--help'], {});
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.stdout.destroy();
    const [exitCode] = (await once(child, 'close')) as [number];
    expect([exitCode, stderr]).toEqual([0, '']);
  });
});
