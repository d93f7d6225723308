import { describe, expect, it } from '@jest/globals';
import { endAuthorization, removeIntegration, verifyIntegration } from '@countersign/contracts';
import { browse, CLIENT_METADATA_URL, OWN_CLIENT, REDIRECT_URI } from '@countersign/testing';
import { sendJson } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { anOAuthSuite } from './fixtures/oauth-suite.fixture-spec.js';
import { SCRIPTED_TOKEN } from './fixtures/scripted-server.fixture-spec.js';

const suite = anOAuthSuite();
const OWN = { clientId: 'own-client', clientSecret: OWN_CLIENT.client_secret ?? '' };

describe('an integration that a person has to authorize', () => {
  it('is stored without being asked for tools, and waits', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.registerOAuth(server);
    expect(view).toMatchObject({
      auth: 'oauth2',
      status: 'awaiting_authorization',
      era: null,
      wireTransport: null,
      verifiedAt: null,
      lastAttempt: null,
      snapshotRevision: 0,
      toolCount: 0,
      authorization: { state: 'not_authorized', issuer: null, clientId: null, hasRefreshToken: false },
    });
    expect(login.asked).not.toContain('/reg');
    const [event] = await suite.events(view.workspaceId, 1);
    expect(event).toMatchObject({ type: 'registry.integration.registered.v1', data: { integrationId: view.id } });
    await expect(suite.resolve(view)).rejects.toMatchObject({ code: 'integration.not_authorized' });
    const { workspaceId, id: integrationId } = view;
    const verified = suite.gateway.ask(verifyIntegration, { workspaceId, integrationId, actor: EDITOR });
    await expect(verified).rejects.toMatchObject({ code: 'integration.not_authorized' });
  });

  it('is authorized by a client that registers itself, and connected', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const waiting = await suite.registerOAuth(server, { headers: [{ name: 'authorization', value: 'Bearer static' }] });
    const { authorizationUrl, expiresAt } = await suite.begin(waiting);
    const asked = new URL(authorizationUrl).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({
      response_type: 'code',
      code_challenge_method: 'S256',
      resource: server.url,
      redirect_uri: REDIRECT_URI,
      scope: 'tools:read offline_access',
      prompt: 'consent',
    });
    expect(asked.get('state')).toMatch(new RegExp(`^${waiting.workspaceId}\\.[\\w-]{43}$`));
    expect(Date.parse(expiresAt) - Date.now()).toBeGreaterThan(9 * 60_000);
    const view = await suite.finish(waiting, await browse(authorizationUrl));
    expect(view).toMatchObject({
      status: 'connected',
      snapshotRevision: 1,
      toolCount: 1,
      lastAttempt: { succeeded: true, trigger: 'authorize' },
      authorization: {
        state: 'authorized',
        problem: null,
        issuer: login.issuer,
        clientId: asked.get('client_id'),
        registration: 'dynamic',
        grantedScopes: ['tools:read'],
        missingScopes: [],
        authorizedBy: EDITOR.name,
        hasRefreshToken: true,
        overridesHeader: true,
      },
    });
    expect(suite.headersOf(view, await suite.resolve(view))).toEqual({
      Authorization: `Bearer ${server.shown.at(-1)}`,
    });
    const events = await suite.events(view.workspaceId, 3);
    expect(events.map(({ type }) => type)).toEqual([
      'registry.integration.registered.v1',
      'registry.authorization.changed.v1',
      'registry.discovery.completed.v1',
    ]);
    expect(events[1]?.data).toEqual({
      integrationId: view.id,
      state: 'authorized',
      issuer: login.issuer,
      grantedScopes: ['tools:read'],
      problem: null,
      actor: EDITOR,
    });
  });

  it('uses one registration for every integration of its workspace', async () => {
    const login = await suite.authorizationServer();
    const servers = await Promise.all([suite.protectedBy(login), suite.protectedBy(login)]);
    const first = await suite.connected(servers[0]);
    const second = await suite.connected(servers[1], { workspaceId: first.workspaceId, slug: 'Other' });
    expect(second.authorization?.clientId).toBe(first.authorization?.clientId);
    expect(login.count('/reg')).toBe(1);
    const elsewhere = await suite.connected(servers[1]);
    expect(elsewhere.authorization?.clientId).not.toBe(first.authorization?.clientId);
  });

  it.each([
    { clientId: 'own-client' },
    { clientId: 'own-client-post', clientAuthMethod: 'client_secret_post' },
  ] as const)('is authorized by a client that a person registered: %j', async (client) => {
    const login = await suite.authorizationServer({ registers: false });
    const server = await suite.protectedBy(login);
    const waiting = await suite.registerOAuth(server, {
      oauth: { ...OWN, ...client, scopes: ['tools:read', 'tools:write'], issuer: login.issuer },
    });
    expect(waiting.authorization).toMatchObject({
      state: 'not_authorized',
      clientId: client.clientId,
      registration: 'pre-registered',
      issuer: login.issuer,
      clientSecretSetBy: EDITOR.name,
      scopes: ['tools:read', 'tools:write'],
    });
    expect((await suite.authorize(waiting)).authorization).toMatchObject({
      state: 'authorized',
      clientId: client.clientId,
      grantedScopes: ['tools:read', 'tools:write'],
    });
  });

  it('is authorized by the document that describes Countersign, where the server reads it', async () => {
    const login = await suite.authorizationServer({ readsDocuments: true });
    const server = await suite.protectedBy(login);
    const waiting = await suite.registerOAuth(server);
    const view = await suite.authorize(waiting, { clientMetadataUrl: CLIENT_METADATA_URL });
    expect(view).toMatchObject({
      status: 'connected',
      authorization: { registration: 'client-metadata-document', clientId: CLIENT_METADATA_URL },
    });
    expect(login.count('/reg')).toBe(0);
  });

  it('asks for what the challenge names before what the metadata does', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login, { wants: ['tools:write'] });
    const base = server.protection.challenge;
    server.protection.challenge = (url) => `${base(url)}, scope="tools:write"`;
    const view = await suite.connected(server);
    expect(view).toMatchObject({ status: 'connected', authorization: { grantedScopes: ['tools:write'] } });
  });

  it('asks for what was missing as well, the next time', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.connected(server);
    const { credentialVersion = 0 } = await suite.resolve(view);
    const refused = { credentialVersion, reason: 'insufficient_scope' as const, scopes: ['tools:write'] };
    expect(await suite.resolve(view, refused)).toMatchObject({ credentialVersion });
    expect((await suite.view(view)).authorization).toMatchObject({
      state: 'authorized',
      grantedScopes: ['tools:read'],
      missingScopes: ['tools:write'],
    });
    const more = await suite.authorize(view);
    expect(more.authorization).toMatchObject({ grantedScopes: ['tools:read', 'tools:write'], missingScopes: [] });
    expect((await suite.resolve(view)).credentialVersion).toBeGreaterThan(credentialVersion);
  });

  it('shows no token that a server calls a scope', async () => {
    const { login, server } = await suite.scripted();
    const view = await suite.connectedTo(server, login);
    const { credentialVersion = 0 } = await suite.resolve(view);
    const scopes = [SCRIPTED_TOKEN, `x${SCRIPTED_TOKEN}`, 'admin'];
    await suite.resolve(view, { credentialVersion, reason: 'insufficient_scope', scopes });
    expect((await suite.view(view)).authorization).toMatchObject({ missingScopes: ['admin'] });
  });

  it('shows that an authorization was over at once', async () => {
    const { login, server } = await suite.scripted();
    login.onToken = (_, response) =>
      sendJson(response, 200, { access_token: SCRIPTED_TOKEN, token_type: 'Bearer', expires_in: 0 });
    expect(await suite.connectedTo(server, login)).toMatchObject({
      status: 'awaiting_authorization',
      authorization: { state: 'needs_reauthorization', problem: expect.stringContaining('has ended') },
    });
  });

  it('waits on when its server fails after the authorization, and shows that', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const waiting = await suite.registerOAuth(server);
    const brought = await browse((await suite.begin(waiting)).authorizationUrl);
    server.protection.wants = ['never:given'];
    const view = await suite.finish(waiting, brought);
    expect(view).toMatchObject({
      status: 'awaiting_authorization',
      authorization: { state: 'authorized', missingScopes: ['never:given'] },
      lastAttempt: { succeeded: false, errorCode: 'discovery.refused', trigger: 'authorize' },
    });
    server.protection.wants = [];
    const { workspaceId, id: integrationId } = view;
    const request = { workspaceId, integrationId, actor: EDITOR };
    expect(await suite.gateway.ask(verifyIntegration, request)).toMatchObject({ status: 'connected', toolCount: 1 });
  });
});

describe('an authorization that is taken back', () => {
  it('is forgotten here and revoked there, and what it brought stays', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.connected(server);
    const token = await suite.tokenOf(view);
    const { workspaceId, id: integrationId } = view;
    const ended = await suite.gateway.ask(endAuthorization, { workspaceId, integrationId, actor: EDITOR });
    expect(ended).toMatchObject({
      status: 'needs_reauthorization',
      toolCount: 1,
      snapshotRevision: 1,
      authorization: { state: 'not_authorized', grantedScopes: [], hasRefreshToken: false },
    });
    expect(await login.scopesOf(token, server.url)).toBeNull();
    await expect(suite.resolve(view)).rejects.toMatchObject({ code: 'integration.not_authorized' });
    const [event] = (await suite.events(workspaceId, 4)).slice(-1);
    expect(event?.data).toMatchObject({ state: 'not_authorized', actor: EDITOR });
    expect(await suite.authorize(view)).toMatchObject({ status: 'connected', authorization: { state: 'authorized' } });
  });

  it('does not come back by a browser that is still away', async () => {
    const { login, server } = await suite.scripted();
    const view = await suite.connectedTo(server, login);
    const answer = login.visit((await suite.begin(view)).authorizationUrl);
    const { workspaceId, id: integrationId } = view;
    await suite.gateway.ask(endAuthorization, { workspaceId, integrationId, actor: EDITOR });
    await expect(suite.finish(view, answer)).rejects.toMatchObject({ code: 'oauth.bad_state' });
    expect((await suite.view(view)).authorization?.state).toBe('not_authorized');
  });

  it('is forgotten also where it does not open any more, and given anew by a new client', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.connected(server);
    const { workspaceId, id: integrationId } = view;
    // As if both came back from a backup of another time.
    await suite.registry.sql('update $schema.oauth_clients set id = $2 where workspace_id = $1', [
      workspaceId,
      view.id,
    ]);
    await suite.registry.sql('update $schema.integrations set grant_version = 7 where id = $1', [integrationId]);
    const ended = await suite.gateway.ask(endAuthorization, { workspaceId, integrationId, actor: EDITOR });
    expect(ended.authorization?.state).toBe('not_authorized');
    expect(await suite.authorize(view)).toMatchObject({ status: 'connected', authorization: { state: 'authorized' } });
    expect(login.count('/reg')).toBe(2);
  });

  it('is forgotten also where the authorization server is gone', async () => {
    const login = await suite.authorizationServer();
    const view = await suite.connected(await suite.protectedBy(login));
    await login.stop();
    const { workspaceId, id: integrationId } = view;
    const ended = await suite.gateway.ask(endAuthorization, { workspaceId, integrationId, actor: EDITOR });
    expect(ended.authorization?.state).toBe('not_authorized');
  });

  it('goes with its integration', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.connected(server, { oauth: OWN });
    const token = await suite.tokenOf(view);
    await suite.begin(view);
    const { workspaceId, id: integrationId } = view;
    await suite.gateway.ask(removeIntegration, { workspaceId, integrationId, actor: EDITOR });
    expect(await login.scopesOf(token, server.url)).toBeNull();
    for (const table of ['oauth_settings', 'oauth_grants', 'pending_authorizations']) {
      const rows = await suite.registry.sql(`select 1 from $schema.${table} where integration_id = $1`, [view.id]);
      expect([table, rows]).toEqual([table, []]);
    }
  });
});
