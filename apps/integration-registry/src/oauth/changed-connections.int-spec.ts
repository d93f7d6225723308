import { describe, expect, it } from '@jest/globals';
import {
  type IntegrationView,
  testIntegration,
  updateIntegration,
  type UpdateIntegrationRequest,
  verifyIntegration,
} from '@countersign/contracts';
import { OWN_CLIENT } from '@countersign/testing';
import { aTool, legacyMcp } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { anOAuthSuite } from './fixtures/oauth-suite.fixture-spec.js';

const suite = anOAuthSuite();
const OWN = { clientId: 'own-client', clientSecret: OWN_CLIENT.client_secret ?? '' };

function ref({ workspaceId, id: integrationId }: IntegrationView) {
  return { workspaceId, integrationId };
}

function update(of: IntegrationView, fields: Partial<UpdateIntegrationRequest>): Promise<IntegrationView> {
  return suite.gateway.ask(updateIntegration, { ...ref(of), actor: EDITOR, ...fields });
}

describe('the authorization of an integration', () => {
  it('stays through a new name, a time-out, other headers and another transport', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.connected(server);
    await update(view, { displayName: 'Other', timeoutSeconds: 30 });
    await update(view, { headers: [{ name: 'X-Team', value: 'blue' }] });
    const after = await update(view, { transport: 'streamable-http' });
    expect(after).toMatchObject({ status: 'connected', connectionRevision: 3, authorization: { state: 'authorized' } });
    expect(server.received.at(-1)?.headers['x-team']).toBe('blue');
    expect(login.count('authorization_code')).toBe(1);
  });

  it('ends when the integration is pointed at another server, and no token goes there', async () => {
    const login = await suite.authorizationServer();
    const [server, other] = [await suite.protectedBy(login), await suite.protectedBy(login)];
    const view = await suite.connected(server);
    const moved = await update(view, { serverUrl: other.url });
    expect(moved).toMatchObject({
      status: 'needs_reauthorization',
      connectionRevision: 2,
      snapshotRevision: 1,
      authorization: { state: 'not_authorized' },
    });
    expect(other.shown).toEqual([]);
    const before = await suite.changesSince(view.workspaceId, 0);
    const revision = Math.max(...before.map((change) => change.revision));
    expect(await suite.authorize(moved)).toMatchObject({ status: 'connected', snapshotRevision: 2 });
    // Nothing is different about the tool but whose it is, and that every copy has to hear.
    expect(await suite.changesSince(view.workspaceId, revision)).toMatchObject([
      { toolName: 'read_issue', connectionRevision: 2, removed: false },
    ]);
    await suite.gateway.ask(verifyIntegration, { ...ref(moved), actor: EDITOR });
    expect(await suite.changesSince(view.workspaceId, revision)).toHaveLength(1);
    const [token] = other.shown;
    expect(await login.scopesOf(token ?? '', other.url)).not.toBeNull();
  });

  it('ends with the URL it was given for, also where its tokens are good for the whole host', async () => {
    const { login, server } = await suite.scripted();
    const { origin: resource } = new URL(server.url);
    server.protection.metadata = () => ({ resource, authorization_servers: [login.issuer] });
    const view = await suite.connectedTo(server, login);
    const shown = server.shown.length;
    expect(await update(view, { serverUrl: `${server.url}/another-customer` })).toMatchObject({
      status: 'needs_reauthorization',
      authorization: { state: 'not_authorized' },
    });
    expect(server.shown).toHaveLength(shown);
  });

  it('is not given up for a server that cannot be authorized', async () => {
    const login = await suite.authorizationServer();
    const view = await suite.connected(await suite.protectedBy(login));
    const open = await suite.serve(legacyMcp(() => ({ tools: [aTool('a')] })));
    await expect(update(view, { serverUrl: open.url })).rejects.toMatchObject({ code: 'oauth.not_offered' });
    expect(await suite.view(view)).toMatchObject({ status: 'connected', authorization: { state: 'authorized' } });
  });

  it('ends with the settings that it was asked for', async () => {
    const login = await suite.authorizationServer();
    const view = await suite.connected(await suite.protectedBy(login));
    const changed = await update(view, { oauth: { scopes: ['tools:write'] } });
    expect(changed).toMatchObject({
      status: 'needs_reauthorization',
      authorization: { state: 'not_authorized', scopes: ['tools:write'] },
    });
    expect((await suite.authorize(changed)).authorization?.grantedScopes).toEqual(['tools:write']);
  });

  it('is replaced by headers, and comes in their place', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.connected(server);
    const Authorization = `Bearer ${await suite.tokenOf(view)}`;
    const withHeaders = await update(view, {
      auth: 'headers',
      headers: [{ name: 'Authorization', value: Authorization }],
    });
    expect(withHeaders).toMatchObject({ auth: 'headers', status: 'connected', authorization: null });
    for (const table of ['oauth_settings', 'oauth_grants']) {
      expect(await suite.registry.sql(`select 1 from $schema.${table} where integration_id = $1`, [view.id])).toEqual(
        [],
      );
    }
    const back = await update(view, { auth: 'client-credentials', oauth: OWN });
    expect(back).toMatchObject({ status: 'connected', authorization: { state: 'authorized', overridesHeader: true } });
  });

  it('of a client is not used for another server unless the client is given again', async () => {
    const login = await suite.authorizationServer();
    const [server, other] = [await suite.protectedBy(login), await suite.protectedBy(login)];
    const view = await suite.register({ serverUrl: server.url, auth: 'client-credentials', oauth: OWN });
    await expect(update(view, { serverUrl: other.url })).rejects.toMatchObject({
      code: 'request.invalid',
      details: { problems: [{ pointer: '/oauth', code: 'oauth_required' }] },
    });
    expect(other.received).toEqual([]);
    expect(await update(view, { serverUrl: other.url, oauth: OWN })).toMatchObject({ status: 'connected' });
  });

  it('is not used for a row that was pointed at another server', async () => {
    const login = await suite.authorizationServer();
    const [server, other] = [await suite.protectedBy(login), await suite.protectedBy(login)];
    const view = await suite.connected(server);
    await suite.registry.sql('update $schema.integrations set server_url = $2 where id = $1', [view.id, other.url]);
    await expect(suite.resolve(view)).rejects.toMatchObject({ code: 'integration.not_authorized' });
  });
});

describe('a test', () => {
  const test = (fields: object, of?: IntegrationView) =>
    suite.gateway.ask(testIntegration, {
      workspaceId: of?.workspaceId ?? '0193d1f2-7c3a-7000-8000-000000000001',
      actor: EDITOR,
      serverUrl: '',
      ...(of && { integrationId: of.id }),
      ...fields,
    });

  it('says whose authorization a server wants', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const found = { authorizationServer: login.issuer, toolCount: 0 };
    expect(await test({ serverUrl: server.url })).toMatchObject({
      succeeded: false,
      errorCode: 'discovery.refused',
      ...found,
    });
    expect(await test({ serverUrl: server.url, auth: 'oauth2' })).toMatchObject({ succeeded: true, ...found });
    expect(login.count('/reg')).toBe(0);
  });

  it('gets a token of a client, and keeps nothing', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const result = await test({ serverUrl: server.url, auth: 'client-credentials', oauth: OWN });
    expect(result).toMatchObject({ succeeded: true, toolNames: ['read_issue'] });
    const wrong = { ...OWN, clientSecret: 'wrong' };
    expect(await test({ serverUrl: server.url, auth: 'client-credentials', oauth: wrong })).toMatchObject({
      succeeded: false,
      errorCode: 'oauth.token_refused',
    });
  });

  it('of a change uses the grant for the server that it was given for, and for no other', async () => {
    const login = await suite.authorizationServer();
    const [server, other] = [await suite.protectedBy(login), await suite.protectedBy(login)];
    const view = await suite.connected(server);
    expect(await test({ serverUrl: server.url }, view)).toMatchObject({ succeeded: true, toolCount: 1 });
    expect(await test({ serverUrl: other.url }, view)).toMatchObject({ succeeded: true, toolCount: 0 });
    expect(other.shown).toEqual([]);
    expect(await suite.view(view)).toMatchObject({ status: 'connected', authorization: { state: 'authorized' } });
  });

  it('sends no token of the server to which the integration was pointed meanwhile', async () => {
    const login = await suite.authorizationServer();
    const [server, other] = [await suite.protectedBy(login), await suite.protectedBy(login)];
    const view = await suite.connected(server);
    await suite.ageGrant(view, 3_700);
    const [asked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    login.behaviour.onToken = () => {
      login.behaviour.onToken = () => undefined;
      asked.resolve();
      return gate.promise;
    };
    const tested = expect(test({ serverUrl: server.url }, view)).rejects.toMatchObject({ code: 'integration.changed' });
    await asked.promise;
    await update(view, { serverUrl: other.url, auth: 'client-credentials', oauth: OWN });
    gate.resolve();
    await tested;
    const token = await suite.tokenOf(view);
    expect(other.shown).toContain(token);
    expect(server.shown).not.toContain(token);
  });
});
