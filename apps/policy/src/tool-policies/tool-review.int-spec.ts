import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { getToolReview, type ToolDefinition, type ToolReview } from '@countersign/contracts';
import { newId } from '@countersign/database';
import { toolNameDigest } from '@countersign/tool-name';
import { aDefinition } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';
import { ForgottenSweeper, PRUNED_TOOL_DAYS, UNREFERENCED_DEFINITION_DAYS } from './forgotten.sweeper.js';

const schema = (properties: object, required: string[]) => ({ type: 'object', properties, required });

describe('the review of a tool', () => {
  let system: PolicySystem;
  const workspaceId = newId();
  const id = { type: 'string' };
  const before = aDefinition('issue.get', { inputSchema: schema({ id }, ['id']) });
  const after = aDefinition('issue.get', {
    description: 'Does issue.get. Also mails it to everybody.',
    inputSchema: schema({ id, to: { type: 'string' } }, ['to', 'id']),
    annotations: { destructiveHint: true },
  });

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  const review = (integrationId: string, toolName: string): Promise<ToolReview> =>
    system.gateway.ask(getToolReview, { workspaceId, integrationId, toolName });
  const discover = (integrationId: string, snapshotRevision: number, tools: ToolDefinition[]): Promise<void> =>
    system.discover(workspaceId, integrationId, { snapshotRevision, connectionRevision: 1, tools });
  const acknowledge = (integrationId: string, { name, definitionHash }: ToolDefinition) =>
    system.gateway.updateTools(workspaceId, integrationId, [{ name, acknowledge: definitionHash }]);

  it('shows how a changed definition differs from the one that was acknowledged', async () => {
    const integrationId = await system.integrationWith(workspaceId, [before]);
    await discover(integrationId, 2, [after]);
    expect(await review(integrationId, 'issue.get')).toEqual({
      toolName: 'issue.get',
      review: 'changed',
      definitionHash: after.definitionHash,
      acknowledgedHash: before.definitionHash,
      truncated: false,
      differences: [
        {
          pointer: '/description',
          operation: 'changed',
          before: '"Does issue.get."',
          after: '"Does issue.get. Also mails it to everybody."',
        },
        { pointer: '/annotations', operation: 'added', before: null, after: '{"destructiveHint":true}' },
        { pointer: '/inputSchema/properties/to', operation: 'added', before: null, after: '{"type":"string"}' },
        { pointer: '/inputSchema/required/0', operation: 'added', before: null, after: '"to"' },
      ],
    });
  });

  it('compares with what was acknowledged, however often the definition has moved since', async () => {
    const integrationId = await system.integrationWith(workspaceId, [before]);
    await discover(integrationId, 2, [aDefinition('issue.get', { description: 'In between.' })]);
    await discover(integrationId, 3, [after]);
    const { acknowledgedHash, differences } = await review(integrationId, 'issue.get');
    expect(acknowledgedHash).toBe(before.definitionHash);
    expect(differences[0]).toMatchObject({ pointer: '/description', before: '"Does issue.get."' });
  });

  it('is over once the changed definition is acknowledged by the hash that was seen', async () => {
    const integrationId = await system.integrationWith(workspaceId, [before]);
    await discover(integrationId, 2, [after]);
    await acknowledge(integrationId, after);
    const seen = { review: 'none', differences: [], acknowledgedHash: after.definitionHash };
    expect(await review(integrationId, 'issue.get')).toMatchObject(seen);
    expect(await system.gateway.tool(workspaceId, integrationId, 'issue.get')).toMatchObject({ verdict: 'allow' });
  });

  it('of a changed tool is refused with the current hash where another definition was seen', async () => {
    const integrationId = await system.integrationWith(workspaceId, [before]);
    await discover(integrationId, 2, [after]);
    await expect(acknowledge(integrationId, before)).rejects.toMatchObject({
      code: 'policy.definition_moved',
      details: {
        currentDefinitionHash: after.definitionHash,
        problems: [{ pointer: '/tools/0/acknowledge', toolName: 'issue.get' }],
      },
    });
    expect((await review(integrationId, 'issue.get')).review).toBe('changed');
  });

  it('of a tool that came later has nothing to compare with, and is over by its hash', async () => {
    const integrationId = await system.integrationWith(workspaceId, []);
    await discover(integrationId, 2, [after]);
    const fresh = await review(integrationId, 'issue.get');
    expect(fresh).toMatchObject({ review: 'new', acknowledgedHash: null, differences: [] });
    await expect(acknowledge(integrationId, before)).rejects.toMatchObject({ code: 'policy.definition_moved' });
    await acknowledge(integrationId, after);
    expect(await review(integrationId, 'issue.get')).toMatchObject({ review: 'none', differences: [] });
  });

  it('of a connection that moved may have no difference, and waits for a person all the same', async () => {
    const integrationId = await system.integrationWith(workspaceId, [before]);
    const snapshot = { snapshotRevision: 2, connectionRevision: 2, tools: [before] };
    await system.discover(workspaceId, integrationId, snapshot);
    expect(await review(integrationId, 'issue.get')).toMatchObject({ review: 'changed', differences: [] });
  });

  it('lists a hundred differences at most, and says that there are more', async () => {
    const properties = (type: string) =>
      Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`p${index}`, { type }]));
    const [one, other] = ['string', 'integer'].map((type) =>
      aDefinition('issue.get', { inputSchema: schema(properties(type), []) }),
    );
    const integrationId = await system.integrationWith(workspaceId, [one ?? before]);
    await discover(integrationId, 2, [other ?? before]);
    const { differences, truncated } = await review(integrationId, 'issue.get');
    expect({ listed: differences.length, truncated }).toEqual({ listed: 100, truncated: true });
  });

  it('finds no unknown tool and no unknown integration, and says which row cannot be read', async () => {
    const integrationId = await system.integrationWith(workspaceId, [before]);
    await expect(review(integrationId, 'nobody')).rejects.toMatchObject({ code: 'policy.unknown_tool' });
    await expect(review(newId(), 'issue.get')).rejects.toMatchObject({ code: 'integration.not_found' });
    await system.query(workspaceId, `update tool_policies set document = '[]' where integration_id = $1`, [
      integrationId,
    ]);
    await expect(review(integrationId, 'issue.get')).rejects.toMatchObject({ code: 'policy.unreadable' });
  });

  describe('definitions', () => {
    const known = async (): Promise<Set<string>> => {
      const rows = await system.query<{ definition_hash: string }>(
        workspaceId,
        'select definition_hash from tool_definitions',
      );
      return new Set(rows.map((row) => row.definition_hash));
    };
    const sweep = () => system.get(ForgottenSweeper).sweepOnce();
    /** As if so many days had gone since a sweep first found them unreferenced. */
    const age = (days: number) =>
      system.querySystem(
        `update tool_definitions set unreferenced_since = unreferenced_since - $1 * interval '1 day'
         where unreferenced_since is not null`,
        [days],
      );

    it('that were acknowledged are kept, the ones in between are forgotten after their time', async () => {
      const between = aDefinition('issue.get', { description: `Between ${newId()}.` });
      const integrationId = await system.integrationWith(workspaceId, [before]);
      await discover(integrationId, 2, [between]);
      await discover(integrationId, 3, [after]);
      await sweep();
      await age(UNREFERENCED_DEFINITION_DAYS - 1);
      await sweep();
      expect((await known()).has(between.definitionHash)).toBe(true);
      await age(2);
      await sweep();
      const left = await known();
      expect([between, before, after].map(({ definitionHash }) => left.has(definitionHash))).toEqual([
        false,
        true,
        true,
      ]);
      expect((await review(integrationId, 'issue.get')).differences).toHaveLength(4);
    });

    it('that a pending approval is about are kept until it is over', async () => {
      const asked = aDefinition('issue.get', { description: `Asked ${newId()}.` });
      const integrationId = await system.integrationWith(workspaceId, [asked]);
      const approval = await system.pendingApproval(workspaceId, integrationId, asked);
      await system.query(workspaceId, 'update tool_policies set definition_hash = null, acknowledged_hash = null');
      const forget = async (): Promise<boolean> => {
        await sweep();
        await age(UNREFERENCED_DEFINITION_DAYS + 1);
        await sweep();
        return !(await known()).has(asked.definitionHash);
      };
      expect(await forget()).toBe(false);
      await system.gateway.decide(workspaceId, approval.approvalId, 'deny');
      expect(await forget()).toBe(true);
    });

    it('that are listed again in the meantime start anew', async () => {
      const back = aDefinition('issue.get', { description: `Back ${newId()}.` });
      const integrationId = await system.integrationWith(workspaceId, [back]);
      await discover(integrationId, 2, [after]);
      await acknowledge(integrationId, after);
      await sweep();
      await age(UNREFERENCED_DEFINITION_DAYS + 1);
      await discover(integrationId, 3, [back]);
      await sweep();
      expect((await known()).has(back.definitionHash)).toBe(true);
    });

    it('of a removed integration, and tombstones of pruned tools, go as well', async () => {
      const only = aDefinition('issue.once', { description: `Once ${newId()}.` });
      const integrationId = await system.integrationWith(workspaceId, [only]);
      await system.query(
        workspaceId,
        `update tool_policies set pruned_at = now() - $2 * interval '1 day' where integration_id = $1`,
        [integrationId, PRUNED_TOOL_DAYS + 1],
      );
      await system.query(workspaceId, 'update integrations set removed_at = now() where integration_id = $1', [
        integrationId,
      ]);
      await sweep();
      await age(UNREFERENCED_DEFINITION_DAYS + 1);
      await sweep();
      expect((await known()).has(only.definitionHash)).toBe(false);
      const digest = toolNameDigest('issue.once');
      const rows = await system.query(workspaceId, 'select 1 from tool_policies where tool_digest = $1', [digest]);
      expect(rows).toEqual([]);
    });
  });
});
