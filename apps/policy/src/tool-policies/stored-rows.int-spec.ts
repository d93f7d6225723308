import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { newId } from '@countersign/database';
import { toolNameBytes, toolNameDigest } from '@countersign/tool-name';
import { aDefinition } from '../test-builders.fixture-spec.js';
import { PolicySystem } from '../test-system.fixture-spec.js';

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

  it('of the oldest shape heal on read and are rewritten in full by the next discovery', async () => {
    const integrationId = await system.integrationWith(workspaceId, [get]);
    await plant(integrationId, 'issue.get', 0, '{"name":"issue.get","description":"from long ago"}');
    const healed = await system.gateway.tool(workspaceId, integrationId, 'issue.get');
    expect(healed).toMatchObject({ enabled: true, requiresApproval: false, problem: null });
    await system.discover(workspaceId, integrationId, { snapshotRevision: 2, connectionRevision: 1, tools: [get] });
    const document: unknown = JSON.parse((await storedDocument(integrationId, 'issue.get')) ?? '');
    expect(document).toMatchObject({ toolName: 'issue.get', enabled: true, definitionHash: get.definitionHash });
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
    },
  );
});
