import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, type Ended, goldenItem, runCli } from './test-api.fixture-spec.js';

const ID = '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f';

describe('countersign tokens, members and invitations', () => {
  let api: Api;
  const page = (...items: unknown[]) => ({ items, nextCursor: null });
  const token = {
    ...{ id: ID, name: 'Editor', kind: 'mcp', hint: 'abcd', scopes: [], settings: { integrations: ['Jira'] } },
    ...{ ownerId: ID, revokedAt: null, lastUsedAt: null },
    ...{ createdAt: '2026-11-24T00:00:00Z', expiresAt: '2027-02-22T00:00:00Z' },
  };
  const ann = {
    ...{ userId: ID, name: 'Ann', email: 'ann@example.com', role: 'viewer' },
    ...{ joinedAt: '2026-11-24T00:00:00Z', hasPassword: true, isLocked: true },
  };
  const invitation = {
    ...{ id: ID, email: 'bob@example.com', role: 'editor', groupIds: [], invitedByName: 'Ann', state: 'open' },
    ...{ createdAt: '2026-11-24T00:00:00Z', expiresAt: '2026-12-01T00:00:00Z', acceptedAt: null },
  };

  beforeAll(async () => {
    api = await Api.start();
    api.answer('GET /tokens', page(token));
    api.answer('GET /members', page(ann));
    api.answer('GET /invitations', page(invitation));
  });
  afterAll(() => api.stop());

  const run = (...args: string[]): Promise<Ended> =>
    runCli(args, { COUNTERSIGN_URL: api.url, COUNTERSIGN_TOKEN: 'given' });

  it('make a token that is the whole output, with all that narrows it', async () => {
    api.answer('POST /tokens', { ...token, token: 'secret.of.it' }, 201);
    const narrowed = '--server Jira --tool mcp.Jira.get --strictness ask --hold 30 --name-budget 60 --bare-names';
    const ended = await run('tokens', 'create', 'Editor', '--kind', 'mcp', '--days', '7', ...narrowed.split(' '));
    expect(ended).toEqual({
      exitCode: 0,
      stdout: 'secret.of.it\n',
      stderr: expect.stringContaining('shown this once'),
    });
    expect(api.received.at(-1)).toEqual({
      route: 'POST /tokens',
      token: 'given',
      body: {
        ...{
          name: 'Editor',
          kind: 'mcp',
          scopes: [],
          expiresInDays: 7,
          integrations: ['Jira'],
          tools: ['mcp.Jira.get'],
        },
        ...{ strictness: 'ask', holdMs: 30_000, nameBudget: 60, bareNames: true },
      },
    });
    expect([api.clients.at(-1), api.keys.at(-1)]).toEqual(['cli', expect.stringMatching(/^[0-9a-f-]{32,36}$/)]);
  });

  it('make it once where the connection breaks', async () => {
    api.answer('POST /tokens', { ...token, token: 'secret.of.it' }, 201);
    api.broken.add('POST /tokens');
    const { exitCode, stdout } = await run('tokens', 'create', 'ci', '--scope', 'call:read', 'audit:read', '--json');
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, { ...token, token: 'secret.of.it' }]);
    expect(api.received.at(-1)?.body).toMatchObject({ kind: 'api', scopes: ['call:read', 'audit:read'] });
    expect(api.keys.at(-1)).toBe(api.keys.at(-2));
  });

  it('list tokens and end one, asking where nothing says yes', async () => {
    expect((await run('tokens', 'list')).stdout).toMatch(/Editor .* mcp .* …abcd .* servers: Jira/);
    expect((await run('tokens', 'revoke', 'Editor')).exitCode).toBe(2);
    api.answer(`DELETE /tokens/${ID}`, null, 204);
    expect((await run('tokens', 'revoke', 'Editor', '--yes')).stdout).toBe('Revoked Editor.\n');
    expect((await run('tokens', 'revoke', 'Other', '--yes')).exitCode).toBe(3);
  });

  it('say in the words of the API what it refuses', async () => {
    api.answer('POST /tokens', { code: 'scope.required', title: 'No', detail: 'It needs more.', status: 403 }, 403);
    const refused = await run('tokens', 'create', 'ci');
    expect(refused).toEqual({ exitCode: 5, stdout: '', stderr: 'countersign: It needs more. (scope.required)\n' });
    const gone = await Api.start();
    const env = { COUNTERSIGN_URL: gone.url, COUNTERSIGN_TOKEN: 'given' };
    await gone.stop();
    expect(await runCli(['tokens', 'list'], env)).toMatchObject({
      exitCode: 6,
      stderr: expect.stringContaining('does not answer'),
    });
  });

  it('change what a member may do, and let them in again', async () => {
    expect((await run('members', 'list')).stdout).toMatch(/Ann .* ann@example.com .* viewer .* locked/);
    api.answer(`PATCH /members/${ID}`, { ...ann, role: 'approver' });
    expect((await run('members', 'role', 'ANN@example.com', 'approver')).stdout).toMatch(/Role +approver/);
    expect(api.received.at(-1)?.body).toEqual({ role: 'approver' });
    expect((await run('members', 'role', 'ann@example.com', 'owner')).exitCode).toBe(2);
    api.answer(`POST /members/${ID}/unlock`, null, 204);
    expect((await run('members', 'unlock', ID)).stdout).toBe('ann@example.com may sign in again.\n');
    api.answer(`POST /members/${ID}/password-reset`, { url: 'https://a.example/reset', expiresAt: 'soon' }, 201);
    expect((await run('members', 'reset-password', ID)).stdout).toBe('https://a.example/reset\n');
    api.answer(`DELETE /members/${ID}`, null, 204);
    expect((await run('members', 'remove', ID, '--yes')).stdout).toBe('Removed ann@example.com.\n');
  });

  it('invite people into groups, and take it back', async () => {
    api.answer('GET /approver-groups', { items: [{ id: ID, name: 'Release', description: '', memberCount: 0 }] });
    api.answer('POST /invitations', { ...invitation, url: 'https://a.example/join' }, 201);
    const invited = await run('invitations', 'create', 'bob@example.com', '--role', 'editor', '--group', 'release');
    expect([invited.exitCode, invited.stdout]).toEqual([0, 'https://a.example/join\n']);
    expect(api.received.at(-1)?.body).toEqual({ email: 'bob@example.com', role: 'editor', groupIds: [ID] });
    expect((await run('invitations', 'list')).stdout).toMatch(/bob@example.com .* editor .* open/);
    api.answer(`DELETE /invitations/${ID}`, null, 204);
    expect((await run('invitations', 'revoke', 'bob@example.com')).exitCode).toBe(0);
    expect((await run('invitations', 'revoke', 'eve@example.com')).exitCode).toBe(3);
  });

  it('give back the access to a server', async () => {
    const server = goldenItem('registry.list-integrations.v1');
    api.answer('GET /mcp-integrations', page(server));
    api.answer(`DELETE /mcp-integrations/${String(server['id'])}/oauth`, server);
    const ended = await run('servers', 'deauthorize', String(server['slug']), '--yes');
    expect([ended.exitCode, ended.stdout]).toEqual([0, expect.stringContaining('is ended')]);
    expect(api.received.at(-1)?.route).toBe(`DELETE /mcp-integrations/${String(server['id'])}/oauth`);
  });
});
