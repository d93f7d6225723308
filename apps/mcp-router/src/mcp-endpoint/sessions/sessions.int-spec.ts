import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { RouterSystem, type TestWorkspace } from '../../test-system.fixture-spec.js';
import { TestMcpPost } from '../test-mcp-post.fixture-spec.js';

describe('a session of a legacy client', () => {
  let system: RouterSystem;
  let workspace: TestWorkspace;
  let token: string;

  beforeAll(async () => {
    system = await RouterSystem.start({ replicas: 2 });
    workspace = await system.workspace();
    await system.followed(workspace.id);
    token = system.clientToken(workspace.id, { sub: newId() });
  });
  afterAll(() => system.stop());

  const at = (replica: number, as = token): TestMcpPost => new TestMcpPost(system.mcpUrl(replica), as);
  const list = async (replica: number, id: string, as = token): Promise<number> =>
    (await at(replica, as).request('legacy', 'tools/list', {}, { 'mcp-session-id': id })).status;

  it('is served by another replica, and by one that was started after it', async () => {
    const id = await at(0).initialize();
    expect(id).toMatch(/^s1\.[\w-]+$/);
    expect([await list(0, id), await list(1, id)]).toEqual([200, 200]);
    await system.addReplica();
    await system.caughtUp();
    await system.followed(workspace.id);
    expect(await list(2, id)).toBe(200);
  });

  it('belongs to its principal, whichever token it has', async () => {
    const sub = newId();
    const [first, renewed] = [system.clientToken(workspace.id, { sub }), system.clientToken(workspace.id, { sub })];
    const id = await at(0, first).initialize();
    expect(await list(1, id, renewed)).toBe(200);
    const other = await system.workspace();
    for (const stranger of [token, system.clientToken(other.id, { sub })]) {
      expect(await list(1, id, stranger)).toBe(404);
    }
  });

  it('is not found when it was changed or made up, so that its client begins another', async () => {
    const id = await at(0).initialize();
    const response = await at(1).request('legacy', 'tools/list', {}, { 'mcp-session-id': `${id.slice(0, -1)}-` });
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: -32_001, message: 'Session not found' } });
    for (const made of ['s1.', 's1.AAAA', 'nonsense', newId()]) expect(await list(0, made)).toBe(404);
    expect(await at(1).initialize()).toMatch(/^s1\./);
  });

  it('ends where its client says so', async () => {
    const id = await at(0).initialize();
    const ended = await at(0).without('DELETE', { 'mcp-session-id': id });
    expect([ended.status, await ended.text()]).toEqual([204, '']);
    expect(await list(0, id)).toBe(404);
    expect((await at(0).without('DELETE', { 'mcp-session-id': id })).status).toBe(404);
    expect((await at(0).without('DELETE')).status).toBe(405);
  });

  it('is what a client may do without', async () => {
    expect((await at(1).request('legacy', 'tools/list')).status).toBe(200);
  });
});
