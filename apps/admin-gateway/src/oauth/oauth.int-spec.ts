import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type AuthorizationView,
  completeAuthorization,
  DomainError,
  endAuthorization,
  getIntegration,
  startAuthorization,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { anAttempt, anIntegration } from '../test-builders.fixture-spec.js';
import type { HttpAnswer, HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem } from '../test-system.fixture-spec.js';

const AUTHORIZATION_URL = 'https://auth.example.com/authorize?state=x';
const EXPIRES_AT = '2026-11-23T10:10:00.000Z';
const SECRET = 'a'.repeat(43);

describe('authorizing an integration', () => {
  let system: GatewaySystem;
  let admin: HttpClient;
  let workspaceId: string;
  let origin: string;
  const integration = anIntegration({ auth: 'oauth2', displayName: 'Tracker <b>', toolCount: 3 });
  const path = `/api/v1/workspaces/default/mcp-integrations/${integration.id}/oauth`;

  beforeAll(async () => {
    system = await GatewaySystem.start();
    admin = await system.signIn();
    workspaceId = await system.workspaceId();
    ({ origin } = system.config.http.publicUrl);
  });
  afterAll(() => system.stop());

  beforeEach(() => {
    system.neighbours.answer(getIntegration, () => integration);
    system.neighbours.answer(endAuthorization, () => integration);
    system.neighbours.answer(startAuthorization, () => ({
      authorizationUrl: AUTHORIZATION_URL,
      expiresAt: EXPIRES_AT,
    }));
    system.neighbours.answer(completeAuthorization, () => integration);
  });

  const timesCompleted = (): number => system.neighbours.inputsOf(completeAuthorization).length;
  const callback = (client: HttpClient, query: string): Promise<HttpAnswer> => client.get(`/oauth/callback?${query}`);
  const state = (workspace = workspaceId): string => `state=${workspace}.${SECRET}`;

  it('sends the browser of a signed-in person to the authorization server, bound to its session', async () => {
    const { status, body } = await admin.post(`${path}/authorize`);
    expect([status, body]).toEqual([200, { authorizationUrl: AUTHORIZATION_URL, expiresAt: EXPIRES_AT }]);
    const asked = system.neighbours.inputsOf(startAuthorization).at(-1);
    expect(asked).toEqual({
      workspaceId,
      integrationId: integration.id,
      actor: expect.objectContaining({ kind: 'user' }),
      sessionBinding: expect.stringMatching(/^[\w-]{43}$/),
      redirectUri: `${origin}/oauth/callback`,
    });
    await admin.post(`${path}/authorize`);
    await (await system.signIn()).post(`${path}/authorize`);
    const bindings = system.neighbours.inputsOf(startAuthorization).map(({ sessionBinding }) => sessionBinding);
    expect(bindings.at(-2)).toBe(asked?.sessionBinding);
    expect(bindings.at(-1)).not.toBe(asked?.sessionBinding);
  });

  it('gives away neither the session nor how it is found', async () => {
    const client = await system.signIn();
    await client.post(`${path}/authorize`);
    const { sessionBinding = '' } = system.neighbours.inputsOf(startAuthorization).at(-1) ?? {};
    const rows = await system.app.get(Database).system((tx) => tx.query<object[]>('select * from sessions'));
    expect(JSON.stringify(rows)).not.toContain(sessionBinding);
  });

  it('starts nothing for a token: a person has to sign in first, in the browser that comes back', async () => {
    const started = system.neighbours.inputsOf(startAuthorization).length;
    const token = await system.clientWith(['integration:update', 'policy:update']);
    const { body } = await token.post(`${path}/authorize`);
    const query = `workspace=${workspaceId}&integration=${integration.id}`;
    expect(body).toEqual({ authorizationUrl: `${origin}/oauth/start?${query}`, expiresAt: null });
    expect(system.neighbours.inputsOf(startAuthorization)).toHaveLength(started);
    system.neighbours.answer(getIntegration, () => {
      throw new DomainError('integration.not_found', 'there is no such integration');
    });
    expect((await token.post(`${path}/authorize`)).status).toBe(404);
  });

  it('needs integration:update and policy:update, to begin and to end', async () => {
    for (const [scopes, missing] of [
      [['policy:update'], 'integration:update'],
      [['integration:update'], 'policy:update'],
    ] as const) {
      const client = await system.clientWith(scopes);
      expect((await client.post(`${path}/authorize`)).body['details']).toEqual({ scope: missing });
      expect((await client.delete(path)).body['details']).toEqual({ scope: missing });
    }
    const ended = await admin.delete(path);
    expect([ended.status, ended.body]).toEqual([200, integration]);
    expect(system.neighbours.inputsOf(endAuthorization)).toHaveLength(1);
  });

  it.each(['javascript:alert(document.domain)', 'data:text/html,x', 'not a url'])(
    'sends no browser to %s, whoever named it',
    async (authorizationUrl) => {
      system.neighbours.answer(startAuthorization, () => ({ authorizationUrl, expiresAt: EXPIRES_AT }));
      const { status, body } = await admin.post(`${path}/authorize`);
      expect([status, body['code']]).toEqual([502, 'oauth.unusable_url']);
    },
  );

  describe('the callback', () => {
    it('completes it in the session that began it, and says so', async () => {
      await admin.post(`${path}/authorize`);
      const { sessionBinding } = system.neighbours.inputsOf(startAuthorization).at(-1) ?? {};
      const answer = await callback(admin, `${state()}&code=c%2Bd&iss=https%3A%2F%2Fauth.example.com`);
      expect(answer.status).toBe(200);
      expect(answer.text).toContain('Tracker &lt;b&gt;');
      expect(answer.text).toContain('3 tools');
      expect(system.neighbours.inputsOf(completeAuthorization).at(-1)).toEqual({
        workspaceId,
        actor: expect.objectContaining({ kind: 'user', name: 'admin@example.com' }),
        state: `${workspaceId}.${SECRET}`,
        code: 'c+d',
        iss: 'https://auth.example.com',
        sessionBinding,
      });
    });

    it('says that the server could not be read yet', async () => {
      const lastAttempt = anAttempt({ succeeded: false, errorCode: 'x', message: 'it <i>broke</i>' });
      system.neighbours.answer(
        completeAuthorization,
        () => ({ ...integration, status: 'check_failed', lastAttempt }) as const,
      );
      expect((await callback(admin, `${state()}&code=c`)).text).toContain('it &lt;i&gt;broke&lt;/i&gt;');
    });

    it('does not call an authorization one that was over at once', async () => {
      const authorization: AuthorizationView = {
        state: 'needs_reauthorization',
        problem: 'it <i>ended</i>',
        issuer: null,
        clientId: null,
        registration: null,
        clientSecretSetAt: null,
        clientSecretSetBy: null,
        scopes: [],
        grantedScopes: [],
        missingScopes: [],
        authorizedAt: null,
        authorizedBy: null,
        accessTokenExpiresAt: null,
        hasRefreshToken: false,
        overridesHeader: false,
      };
      system.neighbours.answer(completeAuthorization, () => ({ ...integration, authorization }));
      const { text } = await callback(admin, `${state()}&code=c`);
      expect(text).toContain('<h1>Not authorized</h1>');
      expect(text).toContain('it &lt;i&gt;ended&lt;/i&gt;');
    });

    it('shows what the registry refuses, as text, under a policy that runs nothing', async () => {
      system.neighbours.answer(completeAuthorization, () => {
        throw new DomainError('authorization.denied', '<script>alert(1)</script>');
      });
      const { text, headers } = await callback(admin, `${state()}&error=access_denied`);
      expect(text).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
      expect(text).toContain('authorization.denied');
      expect(text).not.toContain('<script');
      expect(headers).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'self';(?!.*script-src)/),
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      });
    });

    it.each(['bus.timeout', 'internal'])('does not say that nothing was changed after %s', async (code) => {
      system.neighbours.answer(completeAuthorization, () => {
        throw new DomainError(code, 'no answer in time');
      });
      const { status, text } = await callback(admin, `${state()}&code=c`);
      expect(status).toBeGreaterThanOrEqual(500);
      expect(text).toContain('is not known');
      expect(text).not.toContain('Nothing was changed');
    });

    it('is nobody’s without a session, and then asks nobody', async () => {
      const before = timesCompleted();
      const token = await system.clientWith(['integration:update', 'policy:update']);
      for (const client of [system.anonymous, token, system.anonymous.with({ cookie: 'countersign_session=x' })]) {
        const { status, text } = await callback(client, `${state()}&code=c`);
        expect([status, text]).toEqual([401, expect.stringContaining('oauth.not_signed_in')]);
        expect(text).toContain(origin);
      }
      expect(timesCompleted()).toBe(before);
    });

    it('is refused for a workspace of others, and for who may not do it here', async () => {
      const before = timesCompleted();
      const other = await system.addWorkspace();
      expect((await callback(admin, `${state(other)}&code=c`)).status).toBe(404);
      const viewer = await system.signIn(await system.addMember(other, 'viewer'));
      const refused = await callback(viewer, `${state(other)}&code=c`);
      expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('scope.required')]);
      expect(timesCompleted()).toBe(before);
    });

    it.each(['', 'code=c', 'state=x&code=c', `state=${'x'.repeat(513)}&code=c`])(
      'is no answer of ours as ?%s',
      async (query) => {
        const { status, text } = await callback(admin, query);
        expect([status, text]).toEqual([400, expect.stringContaining('oauth.bad_callback')]);
      },
    );

    it('with a code that comes twice is no answer of ours', async () => {
      const before = timesCompleted();
      expect((await callback(admin, `${state()}&code=c&code=d`)).status).toBe(400);
      expect(timesCompleted()).toBe(before);
    });
  });

  describe('the pages', () => {
    it('of the start begins nothing by itself, and runs its own script alone', async () => {
      const started = system.neighbours.inputsOf(startAuthorization).length;
      const page = await admin.get(`/oauth/start?workspace=${workspaceId}&integration=${integration.id}`);
      expect(page.status).toBe(200);
      const policy = String(page.headers['content-security-policy']);
      for (const part of ["default-src 'none'", "script-src 'self'", "connect-src 'self'", "form-action 'none'"]) {
        expect(policy).toContain(part);
      }
      expect(policy).not.toContain('unsafe');
      expect(page.text).not.toMatch(/<script(?![^>]*src=)|https?:\/\/|\son\w+=/);
      for (const [, file = ''] of page.text.matchAll(/(?:src|href)="([^"]+)"/g)) {
        expect([file, (await system.anonymous.get(file)).status]).toEqual([file, 200]);
      }
      expect(system.neighbours.inputsOf(startAuthorization)).toHaveLength(started);
    });

    it('has a client metadata document that is its own id', async () => {
      const { headers, body } = await system.anonymous.get('/oauth/client.json');
      expect(headers['content-type']).toContain('application/json');
      expect(body).toMatchObject({
        client_id: `${origin}/oauth/client.json`,
        redirect_uris: [`${origin}/oauth/callback`],
        token_endpoint_auth_method: 'none',
      });
    });
  });
});

describe('a gateway that is reached over https', () => {
  it('names its client metadata document, which others can fetch there', async () => {
    const publicUrl = new URL('https://countersign.example.com');
    const system = await GatewaySystem.start({}, publicUrl);
    try {
      system.neighbours.answer(startAuthorization, () => ({
        authorizationUrl: AUTHORIZATION_URL,
        expiresAt: EXPIRES_AT,
      }));
      const admin = await system.signIn();
      await admin.post(`/api/v1/workspaces/default/mcp-integrations/${anIntegration().id}/oauth/authorize`);
      expect(system.neighbours.inputsOf(startAuthorization).at(-1)).toMatchObject({
        redirectUri: 'https://countersign.example.com/oauth/callback',
        clientMetadataUrl: 'https://countersign.example.com/oauth/client.json',
      });
    } finally {
      await system.stop();
    }
  });
});
