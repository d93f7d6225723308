import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  endAuthorization,
  getIntegration,
  listCatalogueChanges,
  listDiscoveryAttempts,
  listIntegrations,
  listIntegrationStates,
  listToolDefinitions,
  type RequestContract,
  removeIntegration,
  resolveUpstream,
  startAuthorization,
  testIntegration,
  updateIntegration,
  verifyIntegration,
} from '@countersign/contracts';
import { aTool, legacyMcp } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { aSuite } from '../fixtures/suite.fixture-spec.js';

const suite = aSuite();

const REQUESTS: readonly [RequestContract<object, object>, 'gateway' | 'policy' | 'router'][] = [
  [getIntegration, 'gateway'],
  [updateIntegration, 'gateway'],
  [removeIntegration, 'gateway'],
  [verifyIntegration, 'gateway'],
  [testIntegration, 'gateway'],
  [listDiscoveryAttempts, 'gateway'],
  [startAuthorization, 'gateway'],
  [endAuthorization, 'gateway'],
  [listToolDefinitions, 'policy'],
  [resolveUpstream, 'router'],
];

describe('two workspaces', () => {
  it('do not meet: whatever is asked for another one’s integration is not found', async () => {
    const server = await suite.serve(legacyMcp(() => ({ tools: [aTool('a')] })));
    const mine = await suite.register({ serverUrl: server.url, headers: [{ name: 'X-Key', value: 'k' }] });
    const theirs = await suite.register({ serverUrl: server.url });
    expect(mine.slug).toBe(theirs.slug);
    for (const [contract, service] of REQUESTS) {
      const { serverUrl } = mine;
      const ids = { workspaceId: theirs.workspaceId, integrationId: mine.id };
      const authorization = { sessionBinding: 's', redirectUri: 'https://countersign.example/oauth/callback' };
      const request = { ...ids, actor: EDITOR, displayName: 'x', serverUrl, ...authorization };
      await expect(suite[service].ask(contract, request)).rejects.toMatchObject({ code: 'integration.not_found' });
    }
    const list = await suite.gateway.ask(listIntegrations, { workspaceId: theirs.workspaceId });
    expect(list.items.map(({ id }) => id)).toEqual([theirs.id]);
    const changes = await suite.router.ask(listCatalogueChanges, { workspaceId: theirs.workspaceId, sinceRevision: 0 });
    expect(new Set(changes.changes.map(({ integrationId }) => integrationId))).toEqual(new Set([theirs.id]));
    const states = await suite.policy.ask(listIntegrationStates, { workspaceId: theirs.workspaceId });
    expect(states.items.map(({ integrationId }) => integrationId)).toEqual([theirs.id]);
    const view = await suite.gateway.ask(getIntegration, { workspaceId: mine.workspaceId, integrationId: mine.id });
    expect(view).toEqual(mine);
  });

  it('that nobody knows have nothing, and start at revision 0', async () => {
    const workspaceId = randomUUID();
    expect(await suite.gateway.ask(listIntegrations, { workspaceId })).toMatchObject({ items: [], nextCursor: null });
    const changes = await suite.router.ask(listCatalogueChanges, { workspaceId, sinceRevision: 0 });
    expect(changes).toMatchObject({ revision: 0, changes: [], nextCursor: null });
    const states = await suite.policy.ask(listIntegrationStates, { workspaceId });
    expect(states).toMatchObject({ revision: 0, items: [], nextCursor: null });
  });

  it('are refused without an id', async () => {
    for (const workspaceId of ['', 'default', '*']) {
      await expect(suite.gateway.ask(listIntegrations, { workspaceId })).rejects.toMatchObject({
        code: 'request.invalid',
      });
    }
  });

  it('are kept apart by the database itself', async () => {
    const rows = await suite.registry.sql<{ relname: string }>(
      `select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = '$schema' and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity) order by 1`,
    );
    // Neither of them is of a workspace.
    expect(rows.map(({ relname }) => relname)).toEqual(['migrations', 'watchers']);
  });

  it('are seen together by one role, in the tables that it needs alone', async () => {
    const rows = await suite.registry.sql<{ table_name: string; may: string }>(
      `select table_name, string_agg(lower(privilege_type), ' ' order by privilege_type) as may
       from information_schema.role_table_grants
       where table_schema = '$schema' and grantee = '$schema_system' group by table_name order by table_name`,
    );
    expect(rows.map((row) => [row.table_name, row.may])).toEqual([
      ['inbox', 'delete select'],
      ['outbox', 'delete insert select update'],
      ['watchers', 'delete insert select update'],
      ['watches', 'select update'],
      ['workspace_revisions', 'select'],
    ]);
  });
});
