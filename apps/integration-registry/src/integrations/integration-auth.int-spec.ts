import { describe, expect, it } from '@jest/globals';
import {
  type IntegrationView,
  type RegisterIntegrationRequest,
  removeIntegration,
  updateIntegration,
  type UpdateIntegrationRequest,
} from '@countersign/contracts';
import { aTool, legacyMcp } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { aSuite } from '../fixtures/suite.fixture-spec.js';

const suite = aSuite();
const HEADERS = [{ name: 'X-Key', value: 'canary-auth' }];
const oneTool = legacyMcp(() => ({ tools: [aTool('a')] }));

function update(of: IntegrationView, fields: Partial<UpdateIntegrationRequest>): Promise<IntegrationView> {
  const { workspaceId, id: integrationId } = of;
  return suite.gateway.ask(updateIntegration, { workspaceId, integrationId, actor: EDITOR, ...fields });
}

describe('the way an integration is authorized', () => {
  it('is derived from the headers, or chosen', async () => {
    const { url: serverUrl } = await suite.serve(oneTool);
    expect(await suite.register({ serverUrl })).toMatchObject({ auth: 'none', authorization: null });
    expect(await suite.register({ serverUrl, headers: HEADERS })).toMatchObject({ auth: 'headers' });
    expect(await suite.register({ serverUrl, auth: 'none', headers: [] })).toMatchObject({ auth: 'none' });
  });

  it.each<[Partial<RegisterIntegrationRequest>, string, string]>([
    [{ auth: 'none', headers: HEADERS }, '/headers', 'auth_none'],
    [{ auth: 'headers' }, '/headers', 'headers_required'],
    [{ auth: 'headers', headers: HEADERS, oauth: { clientId: 'c' } }, '/oauth', 'auth_mismatch'],
  ])('is refused where it contradicts itself: %j', async (fields, pointer, code) => {
    const server = await suite.serve(oneTool);
    await expect(suite.register({ serverUrl: server.url, ...fields })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { problems: [{ pointer, code }] },
    });
    expect(server.received).toEqual([]);
  });

  it('switched to none takes the stored headers with it', async () => {
    const server = await suite.serve(oneTool);
    const before = await suite.register({ serverUrl: server.url, headers: HEADERS });
    server.received.length = 0;
    const after = await update(before, { auth: 'none' });
    expect(after).toMatchObject({ auth: 'none', headers: [], connectionRevision: 2 });
    expect(JSON.stringify(server.received)).not.toContain('canary-auth');
    const rows = await suite.registry.sql('select 1 from $schema.integration_headers where integration_id = $1', [
      before.id,
    ]);
    expect(rows).toEqual([]);
    await expect(update(after, { auth: 'headers' })).rejects.toMatchObject({
      details: { problems: [{ pointer: '/headers', code: 'headers_required' }] },
    });
    expect(await update(after, { auth: 'headers', headers: HEADERS })).toMatchObject({ auth: 'headers' });
  });
});

describe('the events of an integration', () => {
  it('say who registered, updated and removed it', async () => {
    const server = await suite.serve(oneTool);
    const view = await suite.register({ serverUrl: server.url });
    await update(view, { displayName: 'Issues' });
    const { workspaceId, id: integrationId } = view;
    await suite.gateway.ask(removeIntegration, { workspaceId, integrationId, actor: EDITOR });
    const events = await suite.events(workspaceId, 4);
    expect(
      events.filter(({ type }) => type.startsWith('registry.integration.')).map(({ data }) => data['actor']),
    ).toEqual([EDITOR, EDITOR, EDITOR]);
  });
});
