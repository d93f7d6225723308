import { describe, expect, it } from '@jest/globals';
import {
  listIntegrations,
  registerIntegration,
  type RegisterIntegrationRequest,
  updateIntegration,
  verifyIntegration,
} from '@countersign/contracts';
import { OWN_CLIENT } from '@countersign/testing';
import { sendJson } from '../fixtures/hand-written-server.fixture-spec.js';
import { aRegistration, EDITOR } from '../fixtures/requests.fixture-spec.js';
import { anOAuthSuite } from './fixtures/oauth-suite.fixture-spec.js';

const suite = anOAuthSuite();
const OAUTH = { clientId: 'own-client', clientSecret: OWN_CLIENT.client_secret ?? '' };

function ofItself(oauth: RegisterIntegrationRequest['oauth']): Partial<RegisterIntegrationRequest> {
  return { auth: 'client-credentials', ...(oauth && { oauth }) };
}

describe('an integration that is authorized by its client alone', () => {
  it('is connected at once, and nobody is asked', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.register({ serverUrl: server.url, ...ofItself({ ...OAUTH, scopes: ['tools:write'] }) });
    expect(view).toMatchObject({
      auth: 'client-credentials',
      status: 'connected',
      toolCount: 1,
      authorization: {
        state: 'authorized',
        issuer: login.issuer,
        clientId: 'own-client',
        registration: 'pre-registered',
        clientSecretSetBy: EDITOR.name,
        grantedScopes: ['tools:write'],
        hasRefreshToken: false,
      },
    });
    expect(login.asked.filter((asked) => !asked.startsWith('/'))).toEqual(['client_credentials']);
    expect(await login.scopesOf(await suite.tokenOf(view), server.url)).toEqual(['tools:write']);
    await expect(suite.begin(view)).rejects.toMatchObject({ code: 'oauth.not_interactive' });
    const events = await suite.events(view.workspaceId, 3);
    expect(events.map(({ type }) => type)).toContain('registry.authorization.changed.v1');
  });

  it('gets a new token when the last one ends, or is refused', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.register({ serverUrl: server.url, ...ofItself(OAUTH) });
    const first = await suite.resolve(view);
    expect(await suite.resolve(view)).toMatchObject({ credentialVersion: first.credentialVersion });
    await suite.ageGrant(view, 3_590);
    const second = await suite.resolve(view);
    expect(second.credentialVersion).toBe((first.credentialVersion ?? 0) + 1);
    await suite.ageGrant(view, 60);
    const refused = { credentialVersion: second.credentialVersion ?? 0, reason: 'unauthorized' as const };
    expect((await suite.resolve(view, refused)).credentialVersion).toBe(refused.credentialVersion + 1);
    expect(login.count('client_credentials')).toBe(3);
  });

  it('asks for the scopes that were missing', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.register({ serverUrl: server.url, ...ofItself(OAUTH) });
    const { credentialVersion = 0 } = await suite.resolve(view);
    const refused = { credentialVersion, reason: 'insufficient_scope' as const, scopes: ['tools:write'] };
    const more = await suite.resolve(view, refused);
    expect(more.credentialVersion).toBe(credentialVersion + 1);
    expect(await login.scopesOf(await suite.tokenOf(view, more), server.url)).toEqual(['tools:read', 'tools:write']);
    expect((await suite.view(view)).authorization).toMatchObject({ missingScopes: [] });
  });

  it('gets over a server that wants what its authorization server does not know', async () => {
    const { login, server } = await suite.scripted();
    const view = await suite.register({ serverUrl: server.url, ...ofItself(OAUTH) });
    const { onToken } = login;
    login.onToken = (request, response) =>
      new URLSearchParams(request.body).get('scope')?.includes('unknown')
        ? sendJson(response, 400, { error: 'invalid_scope' })
        : onToken(request, response);
    const { credentialVersion = 0 } = await suite.resolve(view);
    const refused = { credentialVersion, reason: 'insufficient_scope' as const, scopes: ['unknown'] };
    expect((await suite.resolve(view, refused)).credentialVersion).toBe(credentialVersion + 1);
    await suite.ageGrant(view, 3_700);
    expect((await suite.resolve(view)).credentialVersion).toBe(credentialVersion + 2);
    expect((await suite.view(view)).authorization).toMatchObject({ state: 'authorized', missingScopes: ['unknown'] });
  });

  it('gets over a server that wants more than it had', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.register({ serverUrl: server.url, ...ofItself(OAUTH) });
    server.protection.wants = ['tools:write'];
    const request = { workspaceId: view.workspaceId, integrationId: view.id, actor: EDITOR };
    expect(await suite.gateway.ask(verifyIntegration, request)).toMatchObject({
      status: 'connected',
      lastAttempt: { succeeded: true },
      authorization: { grantedScopes: ['tools:read', 'tools:write'] },
    });
  });

  it.each<[string, RegisterIntegrationRequest['oauth'], string, string[]]>([
    ['its client is not given', undefined, 'request.invalid', ['/oauth/clientId', '/oauth/clientSecret']],
    ['its secret is not given', { clientId: 'own-client' }, 'request.invalid', ['/oauth/clientSecret']],
    ['its secret is wrong', { ...OAUTH, clientSecret: 'canary-wrong' }, 'oauth.token_refused', []],
  ])('is not stored when %s', async (_, oauth, code, pointers) => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const request = aRegistration({ serverUrl: server.url, ...ofItself(oauth) });
    await expect(suite.gateway.ask(registerIntegration, request)).rejects.toMatchObject({
      code,
      message: expect.not.stringContaining('canary'),
      ...(pointers.length > 0 && {
        details: { problems: pointers.map((pointer) => expect.objectContaining({ pointer })) },
      }),
    });
    expect((await suite.gateway.ask(listIntegrations, { workspaceId: request.workspaceId })).items).toEqual([]);
  });

  it('waits for a person once its client is refused, and for other settings', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.register({ serverUrl: server.url, ...ofItself(OAUTH) });
    await suite.ageGrant(view, 3_700);
    login.behaviour.refusesClients = true;
    await expect(suite.resolve(view)).rejects.toMatchObject({ code: 'integration.not_authorized' });
    expect(await suite.view(view)).toMatchObject({
      status: 'needs_reauthorization',
      toolCount: 1,
      authorization: { state: 'needs_reauthorization', problem: expect.stringContaining('client id and secret') },
    });
    login.behaviour.refusesClients = false;
    const { workspaceId, id: integrationId } = view;
    const settings = { workspaceId, integrationId, actor: EDITOR, oauth: { ...OAUTH, scopes: ['tools:write'] } };
    expect(await suite.gateway.ask(updateIntegration, settings)).toMatchObject({
      status: 'connected',
      connectionRevision: 2,
      authorization: { state: 'authorized', grantedScopes: ['tools:write'], scopes: ['tools:write'] },
    });
  });
});
