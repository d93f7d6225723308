import { describe, expect, it } from '@jest/globals';
import { listIntegrations, registerIntegration } from '@countersign/contracts';
import { aTool, legacyMcp, sendJson } from '../fixtures/hand-written-server.fixture-spec.js';
import { aRegistration } from '../fixtures/requests.fixture-spec.js';
import { anOAuthSuite } from './fixtures/oauth-suite.fixture-spec.js';
import type { ProtectedServer } from './fixtures/protected-server.fixture-spec.js';
import type { ScriptedServer } from './fixtures/scripted-server.fixture-spec.js';

const suite = anOAuthSuite();

/** The code of what goes wrong, and that nothing was stored. */
async function registrationCode(fields: Parameters<typeof aRegistration>[0]): Promise<string> {
  const request = aRegistration({ auth: 'oauth2', ...fields });
  const code = await suite.gateway.ask(registerIntegration, request).then(
    () => 'registered',
    (error: { code: string }) => error.code,
  );
  const { items } = await suite.gateway.ask(listIntegrations, { workspaceId: request.workspaceId });
  if (code !== 'registered') expect(items).toEqual([]);
  return code;
}

describe('a server that cannot be authorized is not registered', () => {
  it.each<[string, (login: ScriptedServer, server: ProtectedServer) => void, string]>([
    [
      'says nothing of an authorization server',
      (_, { protection }) => Object.assign(protection, { metadata: () => null, challenge: () => '' }),
      'oauth.not_offered',
    ],
    [
      'names an authorization server by more than can be kept',
      (login, server) =>
        (server.protection.metadata = (resource) => ({
          resource,
          authorization_servers: [`${login.issuer}/${'i'.repeat(2_048)}`, `${login.issuer}/\u0000`],
        })),
      'oauth.not_offered',
    ],
    ['has no metadata where it says', (_, server) => (server.protection.metadata = () => null), 'oauth.bad_metadata'],
    [
      'names no authorization server',
      (_, server) => (server.protection.metadata = (resource) => ({ resource, authorization_servers: [] })),
      'oauth.not_offered',
    ],
    [
      'says that it protects another one',
      (login, server) =>
        (server.protection.metadata = () => ({
          resource: 'https://evil.example/mcp',
          authorization_servers: [login.issuer],
        })),
      'oauth.resource_mismatch',
    ],
    [
      'names a private address as its authorization server',
      (_, server) =>
        (server.protection.metadata = (resource) => ({ resource, authorization_servers: ['http://169.254.169.254'] })),
      'egress.refused',
    ],
    [
      'names a private address for its metadata',
      (_, server) => (server.protection.challenge = () => 'resource_metadata="http://10.0.0.1/meta"'),
      'egress.refused',
    ],
    [
      'names something that is no address for its metadata',
      (_, server) => (server.protection.challenge = () => 'resource_metadata="javascript:alert(1)"'),
      'egress.refused',
    ],
    [
      'has metadata of another issuer',
      (login) => (login.metadata['issuer'] = 'https://evil.example'),
      'oauth.issuer_mismatch',
    ],
    [
      'spells its issuer otherwise',
      (login) => (login.metadata['issuer'] = `${login.issuer}/`),
      'oauth.issuer_mismatch',
    ],
    [
      'does not say that it supports PKCE',
      (login) => (login.metadata['code_challenge_methods_supported'] = undefined),
      'oauth.pkce_unsupported',
    ],
    [
      'supports PKCE in the clear alone',
      (login) => (login.metadata['code_challenge_methods_supported'] = ['plain']),
      'oauth.pkce_unsupported',
    ],
    ['has no token endpoint', (login) => (login.metadata['token_endpoint'] = undefined), 'oauth.bad_metadata'],
    [
      'sends browsers to a script',
      (login) => (login.metadata['authorization_endpoint'] = 'javascript:alert(1)'),
      'oauth.bad_metadata',
    ],
    [
      'sends browsers to a private address',
      (login) => (login.metadata['authorization_endpoint'] = 'https://10.0.0.1/authorize'),
      'egress.refused',
    ],
    [
      'says what it knows in other forms than lists',
      (login) => (login.metadata['grant_types_supported'] = 5),
      'oauth.bad_metadata',
    ],
    [
      'has its token endpoint at a private address',
      (login) => (login.metadata['token_endpoint'] = 'http://169.254.169.254/token'),
      'egress.refused',
    ],
    [
      'takes tokens back at a private address',
      (login) => (login.metadata['revocation_endpoint'] = 'https://10.0.0.1/revoke'),
      'egress.refused',
    ],
    ['registers no clients', (login) => (login.metadata['registration_endpoint'] = undefined), 'oauth.client_required'],
  ])('because it %s', async (_, spoil, code) => {
    const { login, server } = await suite.scripted();
    spoil(login, server);
    expect(await registrationCode({ serverUrl: server.url })).toBe(code);
  });

  it('because its authorization server is not the one that was named', async () => {
    const { login, server } = await suite.scripted();
    const serverUrl = server.url;
    expect(await registrationCode({ serverUrl, oauth: { issuer: 'https://login.example' } })).toBe(
      'oauth.issuer_mismatch',
    );
    expect(await registrationCode({ serverUrl, oauth: { issuer: `${login.issuer}/` } })).toBe('oauth.issuer_mismatch');
    expect(await registrationCode({ serverUrl, oauth: { issuer: login.issuer } })).toBe('registered');
  });

  it('but one that says null where it means nothing is', async () => {
    const { login, server } = await suite.scripted();
    const nothing = ['revocation_endpoint', 'scopes_supported', 'token_endpoint_auth_methods_supported'];
    for (const name of nothing) login.metadata[name] = null;
    expect(await registrationCode({ serverUrl: server.url })).toBe('registered');
    login.metadata['registration_endpoint'] = null;
    expect(await registrationCode({ serverUrl: server.url })).toBe('oauth.client_required');
  });

  it('because it wants no authorization at all', async () => {
    const open = await suite.serve(legacyMcp(() => ({ tools: [aTool('a')] })));
    expect(await registrationCode({ serverUrl: open.url })).toBe('oauth.not_offered');
  });

  it('because its authorization server fails, or talks without end', async () => {
    const failing = await suite.serve((_, response) => sendJson(response, 503, {}));
    expect(await registrationCode({ serverUrl: failing.url })).toBe('oauth.unreachable');
    const endless = await suite.serve((_, response) => void response.writeHead(200).end('x'.repeat(300 * 1024)));
    expect(await registrationCode({ serverUrl: endless.url })).toBe('oauth.unreachable');
    const redirecting = await suite.serve((_, response) => {
      response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    });
    expect(await registrationCode({ serverUrl: redirecting.url })).toBe('egress.refused');
  });
});
