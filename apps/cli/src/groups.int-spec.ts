import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Api, type Ended, runCli } from './test-api.fixture-spec.js';

describe('countersign groups', () => {
  let api: Api;
  const page = (...items: unknown[]) => ({ items, nextCursor: null });
  const group = {
    id: '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f',
    name: 'Release',
    description: '',
    memberCount: 1,
    version: 4,
  };
  const ann = { userId: '01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e90', name: 'Ann', email: 'ann@example.com' };
  const one = `/approver-groups/${group.id}`;

  beforeAll(async () => {
    api = await Api.start();
    api.answer('GET /approver-groups', page(group));
    api.answer(`GET ${one}`, { ...group, members: [ann] });
    api.answer('POST /approver-groups', { ...group, members: [] });
    api.answer(`PATCH ${one}`, { ...group, members: [] });
    api.answer('GET /members', page(ann));
    for (const method of ['PUT', 'DELETE']) api.answer(`${method} ${one}/members/${ann.userId}`, {});
  });
  afterAll(() => api.stop());

  const run = (...args: string[]): Promise<Ended> =>
    runCli(['groups', ...args], { COUNTERSIGN_URL: api.url, COUNTERSIGN_TOKEN: 'given' });
  const lastRoutes = (count: number): string[] => api.received.slice(-count).map(({ route }) => route);

  it('are listed and shown with their members', async () => {
    expect((await run('list')).stdout).toMatch(/Release .* 1 /);
    expect((await run('show', 'release')).stdout).toContain('Ann <ann@example.com>');
    const unknown = await run('show', 'x');
    expect([unknown.exitCode, unknown.stderr]).toEqual([3, expect.stringContaining('known: Release')]);
  });

  it('are made and changed, and say that without members nobody decides', async () => {
    const { exitCode, stdout } = await run('create', 'Release', '--description', 'Who ships');
    expect([exitCode, stdout]).toEqual([0, expect.stringContaining('cannot be decided')]);
    expect(api.received.at(-1)?.body).toEqual({ name: 'Release', description: 'Who ships' });
    await run('update', 'Release', '--name', 'Ops');
    expect(api.received.at(-1)).toMatchObject({ route: `PATCH ${one}`, body: { name: 'Ops' } });
    expect((await run('update', 'Release')).exitCode).toBe(2);
  });

  it('stay what they are where somebody else was faster, which is said', async () => {
    api.answer(`PATCH ${one}`, { code: 'precondition.failed', detail: 'It is at version 5, not at 4.' }, 412);
    const { exitCode, stderr } = await run('update', 'Release', '--description', 'Mine');
    expect([exitCode, stderr.split('\n')]).toEqual([
      4,
      [
        'countersign: It is at version 5, not at 4. (precondition.failed)',
        '  Somebody else changed it since it was read. Nothing was written: look at it again.',
        '',
      ],
    ]);
    expect(api.conditions.at(-1)).toBe('"4"');
  });

  it('take people in and let them go, by e-mail; none where one is unknown', async () => {
    expect((await run('add', 'Release', 'ANN@example.com')).exitCode).toBe(0);
    expect(lastRoutes(2)).toEqual([`PUT ${one}/members/${ann.userId}`, `GET ${one}`]);
    expect((await run('drop', 'Release', ann.userId)).exitCode).toBe(0);
    expect(lastRoutes(2)).toEqual([`DELETE ${one}/members/${ann.userId}`, `GET ${one}`]);
    expect((await run('add', 'Release', 'ann@example.com', 'nobody@example.com')).exitCode).toBe(3);
    expect(lastRoutes(1)).toEqual(['GET /members']);
  });

  it('are removed by force alone while tools name them', async () => {
    api.answer(`DELETE ${one}`, { code: 'approver_group.in_use', detail: 'Tools name it.' }, 409);
    expect(await run('remove', 'Release')).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('in_use') });
    api.answer(`DELETE ${one}?force=true`, {});
    expect((await run('remove', 'Release', '--force')).stdout).toBe('Removed Release.\n');
    expect(api.conditions.at(-1)).toBe('"4"');
  });
});
