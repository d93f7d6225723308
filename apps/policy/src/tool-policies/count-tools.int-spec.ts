import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { countTools, getApprovalStatistics, type ToolCounts } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { aDefinition } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

describe('what cards and charts ask of policy', () => {
  let system: PolicySystem;
  const workspaceId = newId();

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  afterAll(() => system.stop());

  const count = async (...integrationIds: string[]): Promise<ToolCounts[]> =>
    (await system.gateway.ask(countTools, { workspaceId, integrationIds })).items;

  it('is how many tools of which kind there are, as of now', async () => {
    const tools = ['a', 'b', 'c'].map((name) => aDefinition(name));
    const integrationId = await system.integrationWith(workspaceId, tools);
    const listed = await system.gateway.listTools(workspaceId, integrationId);
    const [before] = await count(integrationId);
    const byVerdict = (verdict: string) => listed.tools.filter((tool) => tool.verdict === verdict).length;
    expect(before).toMatchObject({
      ...{ integrationId, total: 3, missing: 0, unreadable: 0 },
      ...{ open: byVerdict('allow'), ask: byVerdict('ask'), off: byVerdict('deny') },
    });
    await system.gateway.updateTools(workspaceId, integrationId, [{ name: 'a', enabled: false }]);
    const [after] = await count(integrationId);
    expect(after?.off).toBe((before?.off ?? 0) + 1);
    expect(await count(integrationId, integrationId, newId())).toEqual([after]);
    expect(
      (await system.gateway.ask(countTools, { workspaceId: newId(), integrationIds: [integrationId] })).items,
    ).toEqual([]);
  });

  it('is what became of approvals, and what they are about', async () => {
    const remove = aDefinition('issue.delete');
    const integrationId = await system.integrationWith(workspaceId, [remove]);
    await system.pendingApproval(workspaceId, integrationId, remove);
    const range = {
      from: new Date(Date.now() - 60_000).toISOString(),
      until: new Date(Date.now() + 60_000).toISOString(),
    };
    const statistics = await system.gateway.ask(getApprovalStatistics, { workspaceId, ...range });
    expect(statistics).toMatchObject({
      requested: 1,
      states: { pending: 1, denied: 0 },
      medianSeconds: null,
      pendingNow: 1,
    });
    const empty = { from: '2020-01-01T00:00:00Z', until: '2020-01-02T00:00:00Z' };
    expect(await system.gateway.ask(getApprovalStatistics, { workspaceId, ...empty })).toMatchObject({ requested: 0 });
    const reversed = { from: range.until, until: range.from };
    await expect(system.gateway.ask(getApprovalStatistics, { workspaceId, ...reversed })).rejects.toMatchObject({
      code: 'request.invalid',
    });
    const { items } = await system.gateway.listApprovals(workspaceId, { details: true });
    expect(items).toMatchObject([{ tool: { description: 'Does issue.delete.', annotations: null } }]);
  });
});
