import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  completeAuthorization,
  type IntegrationView,
  startAuthorization,
  updateIntegration,
} from '@countersign/contracts';
import { browse, REDIRECT_URI } from '@countersign/testing';
import { aTool, legacyMcp, sendJson } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { anOAuthSuite, SESSION } from './fixtures/oauth-suite.fixture-spec.js';
import type { ScriptedServer } from './fixtures/scripted-server.fixture-spec.js';

const suite = anOAuthSuite();

async function rowsOf({ id }: IntegrationView): Promise<Record<string, number>> {
  const [row] = await suite.registry.sql<Record<string, number>>(
    `select (select count(*)::int from $schema.oauth_grants where integration_id = $1) as grants,
       (select count(*)::int from $schema.pending_authorizations where integration_id = $1) as pending`,
    [id],
  );
  return row ?? {};
}

const NOTHING = { grants: 0, pending: 0 };

describe('a browser that comes back', () => {
  const brought = async (
    spoil: (login: ScriptedServer) => void,
    fields: Parameters<typeof suite.finish>[2] = {},
  ): Promise<{ code: string; login: ScriptedServer; view: IntegrationView; message: string }> => {
    const { login, server } = await suite.scripted();
    const view = await suite.registerOAuth(server);
    spoil(login);
    const { authorizationUrl } = await suite.begin(view);
    const error = await suite.finish(view, login.visit(authorizationUrl), fields).then(
      () => ({ code: 'authorized', message: '' }),
      (thrown: { code: string; message: string }) => thrown,
    );
    return { code: error.code, message: error.message, login, view };
  };

  it('with everything as it was sent is let in', async () => {
    const { code, login, view } = await brought(() => undefined);
    expect(code).toBe('authorized');
    const [request] = login.tokenRequests;
    expect(Object.fromEntries(request ?? [])).toMatchObject({
      grant_type: 'authorization_code',
      code: 'canary-code',
      redirect_uri: REDIRECT_URI,
      resource: view.serverUrl,
      code_verifier: expect.stringMatching(/^[\w-]{43}$/),
    });
  });

  it.each<[string, (login: ScriptedServer) => void, string]>([
    ['from another issuer', (login) => (login.answer['iss'] = 'https://evil.example'), 'oauth.issuer_mismatch'],
    ['from nearly the same issuer', (login) => (login.answer['iss'] = `${login.issuer}/`), 'oauth.issuer_mismatch'],
    [
      'from nobody, where the server names itself',
      (login) => (login.answer['iss'] = undefined),
      'oauth.issuer_mismatch',
    ],
    [
      'with an error of another issuer',
      (login) => (login.answer = { iss: 'https://evil.example', error: 'access_denied', code: undefined }),
      'oauth.issuer_mismatch',
    ],
    ['with a no', (login) => (login.answer = { error: 'access_denied', code: undefined }), 'oauth.denied'],
    [
      'with an error that nobody knows',
      (login) => (login.answer = { error: 'canary-error', code: undefined }),
      'oauth.denied',
    ],
    ['without a code', (login) => (login.answer['code'] = undefined), 'oauth.denied'],
  ])('%s is refused before the code is used', async (_, spoil, code) => {
    const result = await brought(spoil);
    expect(result.code).toBe(code);
    expect(result.message).not.toContain('canary');
    expect(result.login.tokenRequests).toEqual([]);
    expect(await rowsOf(result.view)).toEqual(NOTHING);
    expect(await suite.view(result.view)).toMatchObject({ status: 'awaiting_authorization' });
  });

  it('of another session is refused, and the state is used up', async () => {
    const { login, server } = await suite.scripted();
    const view = await suite.registerOAuth(server);
    const answer = login.visit((await suite.begin(view)).authorizationUrl);
    await expect(suite.finish(view, answer, { sessionBinding: 'b'.repeat(64) })).rejects.toMatchObject({
      code: 'oauth.bad_state',
    });
    await expect(suite.finish(view, answer)).rejects.toMatchObject({ code: 'oauth.bad_state' });
    expect(login.tokenRequests).toEqual([]);
    expect(await rowsOf(view)).toEqual(NOTHING);
  });

  it('twice is let in once, also at the same time', async () => {
    const { login, server } = await suite.scripted();
    const view = await suite.registerOAuth(server);
    const answer = login.visit((await suite.begin(view)).authorizationUrl);
    const results = await Promise.allSettled([suite.finish(view, answer), suite.finish(view, answer)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await expect(suite.finish(view, answer)).rejects.toMatchObject({ code: 'oauth.bad_state' });
    expect(login.tokenRequests).toHaveLength(1);
  });

  it('too late is refused', async () => {
    const { login, server } = await suite.scripted();
    const view = await suite.registerOAuth(server);
    const answer = login.visit((await suite.begin(view)).authorizationUrl);
    await suite.registry.sql(
      `update $schema.pending_authorizations set expires_at = now() - interval '1 s' where integration_id = $1`,
      [view.id],
    );
    await expect(suite.finish(view, answer)).rejects.toMatchObject({ code: 'oauth.bad_state' });
    expect(login.tokenRequests).toEqual([]);
    expect(await rowsOf(view)).toEqual(NOTHING);
  });

  it.each(['', 'x', `${randomUUID()}.${'A'.repeat(43)}`])('with the state %j of nobody is refused', async (state) => {
    const { server } = await suite.scripted();
    const { workspaceId } = await suite.registerOAuth(server);
    const request = { workspaceId, actor: EDITOR, sessionBinding: SESSION, state, code: 'c' };
    const code = state === '' ? 'request.invalid' : 'oauth.bad_state';
    await expect(suite.gateway.ask(completeAuthorization, request)).rejects.toMatchObject({ code });
  });

  it('to another workspace is refused', async () => {
    const { login, server } = await suite.scripted();
    const view = await suite.registerOAuth(server);
    const answer = login.visit((await suite.begin(view)).authorizationUrl);
    const elsewhere = { ...view, workspaceId: randomUUID() };
    await expect(suite.finish(elsewhere, answer)).rejects.toMatchObject({ code: 'oauth.bad_state' });
    const moved = new URLSearchParams(answer);
    moved.set('state', (answer.get('state') ?? '').replace(view.workspaceId, elsewhere.workspaceId));
    await expect(suite.finish(elsewhere, moved)).rejects.toMatchObject({ code: 'oauth.bad_state' });
  });

  it('to an integration that was pointed elsewhere meanwhile is refused', async () => {
    const { login, server } = await suite.scripted();
    const { server: other } = await suite.scripted();
    const view = await suite.registerOAuth(server);
    const answer = login.visit((await suite.begin(view)).authorizationUrl);
    const { workspaceId, id: integrationId } = view;
    const moved = { workspaceId, integrationId, actor: EDITOR, serverUrl: other.url };
    expect(await suite.gateway.ask(updateIntegration, moved)).toMatchObject({ status: 'awaiting_authorization' });
    await expect(suite.finish(view, answer)).rejects.toMatchObject({ code: 'oauth.bad_state' });
    expect(await rowsOf(view)).toEqual(NOTHING);
  });
});

describe('a token endpoint', () => {
  it.each<[string, ScriptedServer['onToken'], string]>([
    [
      'that redirects',
      (_, response) => void response.writeHead(307, { location: 'https://evil.example/token' }).end(),
      'egress.refused',
    ],
    [
      'that refuses the code',
      (_, response) => sendJson(response, 400, { error: 'invalid_grant' }),
      'oauth.token_refused',
    ],
    [
      'that refuses the client, with a challenge',
      (_, response) => {
        response.setHeader('www-authenticate', 'Basic realm="canary"');
        sendJson(response, 401, { error: 'invalid_client', error_description: 'canary-description' });
      },
      'oauth.token_refused',
    ],
    ['that fails', (_, response) => sendJson(response, 500, { error: 'invalid_grant' }), 'oauth.unreachable'],
    ['that answers with a page', (_, response) => void response.writeHead(200).end('<html>'), 'oauth.unreachable'],
    [
      'that gives another kind of token',
      (_, response) => sendJson(response, 200, { access_token: 'canary', token_type: 'DPoP' }),
      'oauth.token_refused',
    ],
    [
      'that gives a token with a header in it',
      (_, response) => sendJson(response, 200, { access_token: 'a\r\nX-Evil: 1', token_type: 'Bearer' }),
      'oauth.token_refused',
    ],
    [
      'that gives a token without end',
      (_, response) => sendJson(response, 200, { access_token: 'a'.repeat(20_000), token_type: 'Bearer' }),
      'oauth.token_refused',
    ],
  ])('%s gives nothing, and nothing is stored', async (_, onToken, code) => {
    const { login, server } = await suite.scripted();
    const view = await suite.registerOAuth(server);
    login.onToken = onToken;
    const { authorizationUrl } = await suite.begin(view);
    const finished = suite.finish(view, login.visit(authorizationUrl));
    await expect(finished).rejects.toMatchObject({ code, message: expect.not.stringContaining('canary') });
    expect(await rowsOf(view)).toEqual(NOTHING);
  });

  it('that moved to a private address since the registration is not asked, and no browser leaves for it', async () => {
    const { login, server } = await suite.scripted();
    const view = await suite.registerOAuth(server);
    login.metadata['token_endpoint'] = 'http://169.254.169.254/token';
    await expect(suite.begin(view)).rejects.toMatchObject({ code: 'egress.refused' });
    expect(await rowsOf(view)).toEqual(NOTHING);
  });
});

describe('an authorization', () => {
  it('is begun only for integrations that a person authorizes', async () => {
    const open = await suite.serve(legacyMcp(() => ({ tools: [aTool('a')] })));
    const view = await suite.register({ serverUrl: open.url });
    await expect(suite.begin(view)).rejects.toMatchObject({ code: 'oauth.not_interactive' });
    const { workspaceId } = view;
    const request = { actor: EDITOR, sessionBinding: SESSION, redirectUri: REDIRECT_URI };
    const unknown = { ...request, workspaceId, integrationId: randomUUID() };
    await expect(suite.gateway.ask(startAuthorization, unknown)).rejects.toMatchObject({
      code: 'integration.not_found',
    });
    const elsewhere = { ...request, workspaceId: randomUUID(), integrationId: view.id };
    await expect(suite.gateway.ask(startAuthorization, elsewhere)).rejects.toMatchObject({
      code: 'integration.not_found',
    });
  });

  it('that the person does not give says so in our words', async () => {
    const login = await suite.authorizationServer({ denies: true });
    const view = await suite.registerOAuth(await suite.protectedBy(login));
    const answer = await browse((await suite.begin(view)).authorizationUrl);
    await expect(suite.finish(view, answer)).rejects.toMatchObject({
      code: 'oauth.denied',
      message: expect.not.stringContaining('canary'),
    });
  });

  it('never has the client of a person sent to another authorization server than the first', async () => {
    const { login, server } = await suite.scripted();
    const { login: other } = await suite.scripted();
    const view = await suite.registerOAuth(server, { oauth: { clientId: 'c', clientSecret: 'canary-secret' } });
    expect(view.authorization?.issuer).toBe(login.issuer);
    server.protection.metadata = (resource) => ({ resource, authorization_servers: [other.issuer] });
    await expect(suite.begin(view)).rejects.toMatchObject({ code: 'oauth.issuer_mismatch' });
  });
});
