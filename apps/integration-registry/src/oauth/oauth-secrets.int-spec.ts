import { describe, expect, it } from '@jest/globals';
import {
  endAuthorization,
  getIntegration,
  listIntegrations,
  resolveUpstream,
  startAuthorization,
  testIntegration,
  updateIntegration,
  verifyIntegration,
} from '@countersign/contracts';
import { REDIRECT_URI } from '@countersign/testing';
import { sendJson } from '../fixtures/hand-written-server.fixture-spec.js';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { anOAuthSuite, SESSION } from './fixtures/oauth-suite.fixture-spec.js';

const suite = anOAuthSuite();
const SECRET = 'canary-client-secret-0f3c';
const ACCESS = ['canary-access-1-9d2e', 'canary-access-2-7b61'];
const REFRESH = ['canary-refresh-1-4e8a', 'canary-refresh-2-c05d'];
const CODE = 'canary-code';

/** Everything that must never be seen, and what it looks like in base64. */
const CANARIES = [SECRET, ...ACCESS, ...REFRESH, CODE].flatMap((canary) => [
  canary,
  Buffer.from(canary).toString('base64').slice(0, 16),
  Buffer.from(canary).toString('base64url').slice(0, 16),
]);

function expectNone(text: string): void {
  for (const canary of CANARIES) expect(text).not.toContain(canary);
}

describe('secrets, codes and tokens', () => {
  it('reach the authorization server, the server and the router, and nobody else', async () => {
    const { login, server } = await suite.scripted();
    let given = 0;
    login.onToken = (_, response) => {
      const tokens = { access_token: ACCESS[given], refresh_token: REFRESH[given] };
      given += 1;
      sendJson(response, 200, { ...tokens, token_type: 'bearer', expires_in: 3_600, scope: 'read' });
    };
    server.protection.scopesOf = (token) => Promise.resolve(ACCESS.includes(token) ? ['read'] : null);
    const oauth = { clientId: 'own', clientSecret: SECRET, scopes: ['read'] };
    const waiting = await suite.registerOAuth(server, { oauth });
    const { workspaceId, id: integrationId } = waiting;
    const request = { workspaceId, integrationId, actor: EDITOR };
    const started = await suite.begin(waiting);
    const pending = await suite.registry.dump();
    const view = await suite.finish(waiting, login.visit(started.authorizationUrl));
    expect(login.received.at(-1)?.headers.authorization).toBe(`Basic ${btoa(`own:${SECRET}`)}`);
    const first = await suite.resolve(view);
    expect(suite.headersOf(view, first)).toEqual({ Authorization: `Bearer ${ACCESS[0]}` });
    await suite.ageGrant(view, 3_550);
    const second = await suite.resolve(view);
    expect(suite.headersOf(view, second)).toEqual({ Authorization: `Bearer ${ACCESS[1]}` });
    expect(login.tokenRequests.at(-1)?.get('refresh_token')).toBe(REFRESH[0]);

    // Servers that throw back what they were sent, in every way they can.
    server.protection.scopesOf = () => Promise.resolve(null);
    server.protection.challenge = () => `error="${ACCESS[1]}", error_description="${ACCESS[1]}", scope="${ACCESS[1]}"`;
    const answers: unknown[] = [waiting, started, view, first, second];
    answers.push(await suite.gateway.ask(verifyIntegration, request));
    login.onToken = (asked, response) => sendJson(response, 400, { error: asked.body, error_description: asked.body });
    await suite.ageGrant(view, 3_700);
    answers.push(
      await failing(suite.gateway.ask(updateIntegration, { ...request, transport: 'streamable-http' as const })),
      await failing(suite.router.ask(resolveUpstream, { workspaceId, integrationId })),
      await failing(suite.gateway.ask(verifyIntegration, request)),
      await failing(suite.gateway.ask(testIntegration, { ...request, serverUrl: server.url })),
      await failing(
        suite.gateway.ask(startAuthorization, { ...request, sessionBinding: SESSION, redirectUri: REDIRECT_URI }),
      ),
      await suite.gateway.ask(getIntegration, request),
      await suite.gateway.ask(listIntegrations, request),
    );
    const stored = await suite.registry.dump();
    answers.push(await suite.gateway.ask(endAuthorization, request));
    expectNone(JSON.stringify(answers));
    expectNone(JSON.stringify(await suite.events(workspaceId, 5)));
    expectNone(pending);
    expectNone(stored);
    expectNone(await suite.registry.dump());
    expect(suite.registry.logs()).toContain('renewed a grant');
    expectNone(suite.registry.logs());
  });

  it('of a pending authorization do not open when their row is another one’s', async () => {
    const { login, server } = await suite.scripted();
    const view = await suite.registerOAuth(server);
    const [one, two] = [await suite.begin(view), await suite.begin(view, { sessionBinding: 'b'.repeat(64) })];
    await suite.registry.sql(
      `update $schema.pending_authorizations p set sealed = o.sealed from $schema.pending_authorizations o
       where p.integration_id = $1 and o.integration_id = $1 and p.session_hash <> o.session_hash`,
      [view.id],
    );
    for (const [{ authorizationUrl }, sessionBinding] of [
      [one, SESSION],
      [two, 'b'.repeat(64)],
    ] as const) {
      const finished = suite.finish(view, login.visit(authorizationUrl), { sessionBinding });
      await expect(finished).rejects.toMatchObject({ code: 'oauth.bad_state' });
    }
    expect(login.tokenRequests).toEqual([]);
  });
});

async function failing(asked: Promise<unknown>): Promise<object> {
  return asked.then(
    (answer) => ({ answer }),
    (error: Error & { code?: string; details?: object }) => ({ ...error, message: error.message }),
  );
}
