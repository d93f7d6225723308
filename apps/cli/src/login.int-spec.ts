import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, cliCommand, type Ended, runCli } from './test-api.fixture-spec.js';

const EXCHANGE = 'POST /api/v1/auth/cli-logins/exchange';
const VIEW = {
  id: '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f',
  token: 'a.signed.token',
  name: 'countersign on laptop',
  workspaceId: '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e90',
  scopes: ['call:read'],
  expiresAt: '2027-01-01T00:00:00.000Z',
};
const LOGIN = { ...VIEW, tokenId: VIEW.id };

describe('countersign login', () => {
  let api: Api;
  let home: string;
  let file: string;
  let env: Record<string, string>;

  beforeAll(async () => {
    api = await Api.start();
    home = await mkdtemp(path.join(tmpdir(), 'countersign-login-'));
    file = path.join(home, 'countersign', 'credentials.json');
    env = { XDG_CONFIG_HOME: home };
    api.answer(EXCHANGE, VIEW, 201);
    api.answer('GET /api/v1/me', { kind: 'token', id: VIEW.id, name: VIEW.name, workspaces: [] });
    api.answer('DELETE /api/v1/auth/token', {});
    api.answer(`GET /api/v1/workspaces/${VIEW.workspaceId}/mcp-integrations`, { items: [], nextCursor: null });
  });
  afterAll(async () => {
    await api.stop();
    await rm(home, { recursive: true });
  });

  /** The address that a person is to open, as soon as it is printed. */
  const pageOf = async (child: ChildProcessWithoutNullStreams): Promise<URL> => {
    let said = '';
    for await (const piece of child.stderr) {
      said += String(piece);
      const [page] = /http\S+\/cli-login\S+(?=\n)/.exec(said) ?? [];
      if (page !== undefined) return new URL(page);
    }
    throw new Error(`no address in: ${said}`);
  };
  const begin = (...args: string[]): ChildProcessWithoutNullStreams => {
    const start = cliCommand(['login', api.url, ...args], env);
    return spawn(start.command, start.args, { cwd: '/', env: start.env });
  };
  const ended = async (child: ChildProcessWithoutNullStreams): Promise<Ended> => {
    const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
    return { stdout: await text(child.stdout), exitCode: await exit, stderr: '' };
  };

  it('waits for the browser, and keeps the token where only its owner reads it', async () => {
    const child = begin('--name', 'laptop', '--scope', 'call:read', 'audit:read');
    const end = ended(child);
    const { searchParams } = await pageOf(child);
    expect([searchParams.get('name'), searchParams.get('scopes')]).toEqual(['laptop', 'call:read,audit:read']);
    const back = new URL(`http://127.0.0.1:${searchParams.get('port')}/callback`);
    back.search = new URLSearchParams({ code: 'ABCD', state: searchParams.get('state') ?? '' }).toString();
    expect((await fetch(back)).status).toBe(200);
    const { exitCode, stdout } = await end;
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining(`Signed in at ${api.url}`)]);
    expect(stdout).not.toContain(VIEW.token);
    const { body } = api.received.find(({ route }) => route === EXCHANGE) ?? {};
    const { code, verifier } = body as { code: string; verifier: string };
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    expect([code, challenge]).toEqual(['ABCD', searchParams.get('challenge')]);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
      current: api.url,
      installations: { [api.url]: { token: VIEW.token, tokenId: VIEW.id, workspaceId: VIEW.workspaceId } },
    });
  });

  it('takes a code that is typed, where there is no browser', async () => {
    const { exitCode, stderr } = await runCli(['login', api.url, '--device'], env, '/', ' abcd-efgh \n');
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/\/cli-login\?challenge=[\w-]{43}&name=/)]);
    expect(stderr).not.toContain('port=');
    expect(api.received.filter(({ route }) => route === EXCHANGE).at(-1)?.body).toMatchObject({ code: 'abcd-efgh' });
  });

  it('is what other commands act with, unless the environment says otherwise', async () => {
    await chmod(file, 0o644);
    expect((await runCli(['servers', 'list'], env)).exitCode).toBe(0);
    expect(api.received.at(-1)).toMatchObject({ token: VIEW.token });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const me = await runCli(['whoami', '--json'], { ...env, COUNTERSIGN_URL: api.url });
    expect(JSON.parse(me.stdout)).toMatchObject({ url: api.url, source: 'login', id: VIEW.id });
    await runCli(['whoami'], { ...env, COUNTERSIGN_URL: api.url, COUNTERSIGN_TOKEN: 'given' });
    expect(api.received.at(-1)?.token).toBe('given');
    const elsewhere = await runCli(['whoami'], { ...env, COUNTERSIGN_HOME: home });
    expect([elsewhere.exitCode, elsewhere.stderr]).toEqual([2, expect.stringContaining('No installation found')]);
  });

  it('keeps several installations, and ends one where it was begun', async () => {
    const other = { current: 'https://b.example', installations: { 'https://b.example': LOGIN, [api.url]: LOGIN } };
    await writeFile(file, JSON.stringify(other));
    const { exitCode, stdout } = await runCli(['logout', api.url], env);
    expect([exitCode, stdout]).toEqual([0, `Signed out at ${api.url}; the token is revoked.\n`]);
    expect(api.received.at(-1)).toMatchObject({ route: 'DELETE /api/v1/auth/token', token: VIEW.token });
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({
      current: 'https://b.example',
      installations: { 'https://b.example': LOGIN },
    });
    expect((await runCli(['logout', api.url], env)).exitCode).toBe(3);
  });

  it('keeps a token that could not be revoked, until it is told to forget it', async () => {
    const gone = await Api.start();
    const { url } = gone;
    await gone.stop();
    await writeFile(file, JSON.stringify({ current: url, installations: { [url]: LOGIN } }));
    const { exitCode, stderr } = await runCli(['logout'], env);
    expect([exitCode, stderr]).toEqual([6, expect.stringContaining('logout --local')]);
    expect(await readFile(file, 'utf8')).toContain(VIEW.token);
    expect((await runCli(['logout', '--local'], env)).exitCode).toBe(0);
    expect(await readFile(file, 'utf8')).not.toContain(VIEW.token);
  });

  it.each([
    [['login'], 2],
    [['login', 'http://countersign.example.com'], 2],
    [['login', 'file:///etc/passwd'], 2],
    [['logout'], 3],
  ])('ends %j with %d', async (args, exitCode) => {
    expect((await runCli(args, env)).exitCode).toBe(exitCode);
  });
});
