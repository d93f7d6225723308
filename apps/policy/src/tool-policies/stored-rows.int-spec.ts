import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { toolNameBytes, toolNameDigest } from '@countersign/tool-name';
import { aDefinition, anApprovalRequest } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

interface Shape {
  readonly file: string;
  readonly title: string;
  readonly document: object;
  /** What people see before the next discovery. */
  readonly listed: object;
  /** What the next discovery makes of it. */
  readonly rewritten: object;
}

/** A document of each shape that was ever stored for a tool, oldest first. They are never changed, only added to. */
const DIRECTORY = fileURLToPath(new URL('../../fixtures/stored-tool-policies/', import.meta.url));
const SHAPES = readdirSync(DIRECTORY)
  .sort()
  .map((file): Shape => ({
    file,
    ...(JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8')) as Omit<Shape, 'file'>),
  }));

const FULL_FORM = [
  ...['toolName', 'enabled', 'requiresApproval', 'status', 'ordinal', 'review', 'idempotent'],
  ...['flags', 'acknowledgedFlags', 'definitionHash'],
];

describe('stored rows', () => {
  let system: PolicySystem;
  const workspaceId = newId();
  const get = aDefinition('issue.get');
  const remove = aDefinition('issue.delete');

  beforeAll(async () => {
    system = await PolicySystem.start();
  });
  afterAll(async () => {
    await system.stop();
  });

  /** As an earlier release, or a mistake, left it. */
  const plant = async (integrationId: string, name: string, ordinal: number, document: string): Promise<void> => {
    await system.query(
      workspaceId,
      `insert into tool_policies (workspace_id, integration_id, tool_digest, tool_name, ordinal, document, revision)
       values ($1, $2, $3, $4, $5, $6, 0)
       on conflict (workspace_id, integration_id, tool_digest) do update set document = excluded.document`,
      [workspaceId, integrationId, toolNameDigest(name), toolNameBytes(name), ordinal, document],
    );
  };
  const storedDocument = async (integrationId: string, name: string): Promise<string | undefined> => {
    const [row] = await system.query<{ document: string }>(
      workspaceId,
      'select document from tool_policies where integration_id = $1 and tool_digest = $2',
      [integrationId, toolNameDigest(name)],
    );
    return row?.document;
  };

  describe('of an older shape', () => {
    it.each(SHAPES)('$file, $title, are read, and written in full by the next discovery', async (shape) => {
      const integrationId = await system.integrationWith(workspaceId, [get]);
      await plant(integrationId, 'issue.get', 0, JSON.stringify(shape.document));
      const listed = await system.gateway.tool(workspaceId, integrationId, 'issue.get');
      expect(listed).toMatchObject({ ...shape.listed, problem: null });
      await system.discover(workspaceId, integrationId, { snapshotRevision: 2, connectionRevision: 1, tools: [get] });
      const document = JSON.parse((await storedDocument(integrationId, 'issue.get')) ?? '') as object;
      expect(document).toMatchObject({ definitionHash: get.definitionHash, ...shape.rewritten });
      expect(Object.keys(document)).toEqual(expect.arrayContaining(FULL_FORM));
      expect(document).not.toHaveProperty('description');
    });

    it('reach the copies of the routers as they are stored, until they are rewritten', async () => {
      const integrationId = await system.integrationWith(workspaceId, [get]);
      const [oldest] = SHAPES;
      await plant(integrationId, 'issue.get', 0, JSON.stringify(oldest?.document));
      const { changes } = await system.router.changesSince(workspaceId, 0);
      const change = changes.find((candidate) => candidate.integrationId === integrationId && candidate.toolName);
      expect(change?.policy).toEqual(oldest?.document);
    });
  });

  it.each(['{"toolName":"issue.get","enabled":"yes"}', 'not JSON at all', '[]', 'null'])(
    'that cannot be read (%s) are denied, kept as they are and shown, while their siblings load',
    async (broken) => {
      const integrationId = await system.integrationWith(workspaceId, [get, remove]);
      await plant(integrationId, 'issue.get', 0, broken);
      await system.discover(workspaceId, integrationId, {
        snapshotRevision: 2,
        connectionRevision: 1,
        tools: [get, remove],
      });
      const { tools } = await system.gateway.listTools(workspaceId, integrationId);
      expect(tools.map(({ verdict }) => verdict)).toEqual(['deny', 'allow']);
      expect(tools[0]?.problem).toContain('Integration Tracker: the stored policy of tool "issue.get"');
      expect(await storedDocument(integrationId, 'issue.get')).toBe(broken);
      await system.gateway.updateTools(workspaceId, integrationId, [{ name: 'issue.delete', enabled: false }]);
      expect(await system.gateway.tool(workspaceId, integrationId, 'issue.delete')).toMatchObject({ verdict: 'deny' });
      expect(await storedDocument(integrationId, 'issue.get')).toBe(broken);
    },
  );

  it('that cannot be read are shown whatever their tool is called, and however long that is', async () => {
    const long = aDefinition('名'.repeat(341));
    const integrationId = await system.integrationWith(workspaceId, [long, remove]);
    await plant(integrationId, long.name, 0, '[]');
    const { tools } = await system.gateway.listTools(workspaceId, integrationId);
    expect(tools.map(({ verdict }) => verdict)).toEqual(['deny', 'allow']);
    expect(tools[0]?.problem).toMatch(/^Integration Tracker: .*…$/);
  });

  it.each(['x'.repeat(129), 'a\0b'])('that name what can be no group are such rows too', async (approverGroup) => {
    const integrationId = await system.integrationWith(workspaceId, [get, remove]);
    await plant(integrationId, 'issue.get', 0, JSON.stringify({ toolName: 'issue.get', approval: { approverGroup } }));
    const { tools } = await system.gateway.listTools(workspaceId, integrationId);
    expect(tools.map(({ verdict }) => verdict)).toEqual(['deny', 'allow']);
    expect(tools[0]?.problem).toContain('/approval/approverGroup');
    const request = anApprovalRequest(integrationId, get);
    await system.router.request(workspaceId, request);
    expect(await system.outcomeOf(request.approvalId)).toMatchObject({ reasonCode: 'tool_denied' });
  });

  it('that cannot be read stay what they are when the tool is missing, or the connection moves', async () => {
    const integrationId = await system.integrationWith(workspaceId, [get, remove]);
    await plant(integrationId, 'issue.get', 0, '{"toolName":"issue.get","status":"gone"}');
    await system.discover(workspaceId, integrationId, { snapshotRevision: 2, connectionRevision: 2, tools: [remove] });
    const { tools } = await system.gateway.listTools(workspaceId, integrationId);
    const broken = tools.find(({ name }) => name === 'issue.get');
    expect(broken).toMatchObject({ verdict: 'deny', enabled: false });
    expect(broken?.problem).toContain('/status');
    expect(await storedDocument(integrationId, 'issue.get')).toBe('{"toolName":"issue.get","status":"gone"}');
  });
});
