import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, type Ended, goldenItem, runCli } from './test-api.fixture-spec.js';

describe('countersign tools', () => {
  let api: Api;
  const server = goldenItem('registry.list-integrations.v1');
  const tool = { ...goldenItem('policy.list-tools.v1'), name: 'issue.get' };
  const tools = `/mcp-integrations/${String(server['id'])}/tools`;
  const page = (...items: unknown[]) => ({ items, nextCursor: null });
  const hash = 'a'.repeat(64);
  const review = {
    toolName: 'issue.get',
    review: 'changed',
    definitionHash: hash,
    acknowledgedHash: 'b'.repeat(64),
    differences: [{ pointer: '/description', operation: 'changed', before: '"Reads."', after: '"Deletes."' }],
    truncated: false,
  };

  beforeAll(async () => {
    api = await Api.start();
    api.answer('GET /mcp-integrations', page(server));
    api.answer(`GET ${tools}?limit=200`, page(tool));
    api.answer(`PATCH ${tools}`, page(tool));
    api.answer(`GET ${tools}/review?name=issue.get`, review);
    api.answer(`POST ${tools}/prune`, { pruned: 2, revision: 9 });
  });
  afterAll(() => api.stop());

  const run = (...args: string[]): Promise<Ended> =>
    runCli(['tools', ...args], { COUNTERSIGN_URL: api.url, COUNTERSIGN_TOKEN: 'given' });
  const sent = (route: string): unknown => api.received.findLast((received) => received.route === route)?.body;

  it('shows how a tool differs, and the line that acknowledges exactly that', async () => {
    const { exitCode, stdout } = await run('review', 'tracker', 'issue.get');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('~ /description  "Reads." → "Deletes."');
    expect(stdout).toContain(`countersign tools acknowledge ${String(server['slug'])} issue.get --hash ${hash}\n`);
  });

  it('asks for no acknowledgement where none is due, and quotes what a shell would read', async () => {
    const name = "a'; rm -rf /";
    const path = `GET ${tools}/review?name=${encodeURIComponent(name).replaceAll("'", '%27')}`;
    api.answer(path, { ...review, toolName: name, review: 'new', differences: [] });
    expect((await run('review', 'tracker', name)).stdout).toContain(`'a'\\''; rm -rf /' --hash`);
    api.answer(path, { ...review, toolName: name, review: 'none', differences: [] });
    expect((await run('review', 'tracker', name)).stdout).not.toContain('acknowledge ');
  });

  it('acknowledges what was seen, and nothing else', async () => {
    const { exitCode } = await run('acknowledge', 'tracker', 'issue.get', '--hash', hash);
    expect([exitCode, sent(`PATCH ${tools}`)]).toEqual([0, { tools: [{ name: 'issue.get', acknowledge: hash }] }]);
    expect((await run('acknowledge', 'tracker', 'issue.get')).exitCode).toBe(2);
  });

  it('acknowledges beside other settings only by the hash that was seen', async () => {
    const { exitCode } = await run('set', 'tracker', 'issue.get', '--open', '--acknowledge', hash);
    expect([exitCode, sent(`PATCH ${tools}`)]).toMatchObject([
      0,
      { tools: [{ name: 'issue.get', requiresApproval: false, acknowledge: hash }] },
    ]);
  });

  it.each([
    [['issue.get', '--acknowledge'], 'countersign tools review tracker issue.get shows both'],
    [['issue.get', '--acknowledge', 'now'], 'names the hash of the definition that was seen'],
    [['issue.get', 'issue.list', '--acknowledge', hash], 'about one tool'],
  ])('acknowledges nothing by %j, and says how', async (args, why) => {
    const asked = api.received.length;
    const { exitCode, stderr } = await run('set', 'tracker', ...args);
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(why)]);
    expect(api.received).toHaveLength(asked);
  });

  it('forgets missing tools, if somebody says so', async () => {
    expect((await run('prune', 'tracker')).exitCode).toBe(2);
    const { exitCode, stdout } = await run('prune', 'tracker', '--yes', '--name', 'a', 'b');
    expect([exitCode, stdout]).toEqual([0, `Forgot 2 tools of ${String(server['slug'])}.\n`]);
    expect(sent(`POST ${tools}/prune`)).toEqual({ names: ['a', 'b'] });
    await run('prune', 'tracker', '--yes');
    expect(sent(`POST ${tools}/prune`)).toEqual({});
  });

  it('says who decides about a tool, and how long it waits', async () => {
    const options = ['--group', 'Release', '--self-approval', 'no', '--expires-in', '600'];
    await run('set', 'tracker', 'issue.get', ...options);
    const approval = { approverGroup: 'Release', allowSelfApproval: false, expiresInSeconds: 600 };
    expect(sent(`PATCH ${tools}`)).toMatchObject({ tools: [{ name: 'issue.get', approval }] });
    await run('set', 'tracker', 'issue.get', '--no-group');
    expect(sent(`PATCH ${tools}`)).toMatchObject({ tools: [{ name: 'issue.get', approval: { approverGroup: '' } }] });
    expect((await run('set', 'tracker', 'issue.get')).exitCode).toBe(2);
    // The longest that a call may wait: thirty days.
    await run('set', 'tracker', 'issue.get', '--expires-in', '2592000');
    expect(sent(`PATCH ${tools}`)).toMatchObject({ tools: [{ approval: { expiresInSeconds: 2_592_000 } }] });
    expect((await run('set', 'tracker', 'issue.get', '--expires-in', '1h')).exitCode).toBe(2);
  });
});
