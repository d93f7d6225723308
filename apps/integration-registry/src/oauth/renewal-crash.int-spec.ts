import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type IntegrationView, resolveUpstream } from '@countersign/contracts';
import type { AuthorizationServer } from '@countersign/testing';
import { readyUrlOf, runProgram, serviceEnv } from '../fixtures/registry-process.fixture-spec.js';
import { OAuthSuite } from './fixtures/oauth-suite.fixture-spec.js';
import type { ProtectedServer } from './fixtures/protected-server.fixture-spec.js';

const suite = new OAuthSuite();
let login: AuthorizationServer;
let server: ProtectedServer;
let view: IntegrationView;

beforeAll(() => suite.start());
afterAll(() => suite.stop());
beforeEach(async () => {
  login = await suite.authorizationServer();
  server = await suite.protectedBy(login);
  view = await suite.connected(server);
  await suite.ageGrant(view, 3_700);
});

/** Has a replica of its own renew the grant, and die at that point. Afterwards there is another one. */
async function renewAndDieAt(point: string): Promise<void> {
  const { registry } = suite;
  const own = await serviceEnv(registry.infrastructure);
  const keys = {
    KEY_ENCRYPTION_KEYS: registry.keys.encryption,
    ROUTER_SEALING_PUBLIC_KEY: registry.keys.router.publicKeyPem,
  };
  const env = { ...own, ...keys, CRASH_AT: point };
  await registry.stopReplicas();
  const doomed = await runProgram('main', env, readyUrlOf(env));
  const { workspaceId, id: integrationId } = view;
  const unanswered = suite.router.ask(resolveUpstream, { workspaceId, integrationId }, { timeoutMs: 10_000 });
  unanswered.catch(() => undefined);
  expect(await doomed.exited).toEqual({ code: null, signal: 'SIGKILL' });
  await registry.addReplica();
}

describe('a replica that dies while it renews a grant', () => {
  it('before it has asked is replaced by another one once its lease is over, and nothing is lost', async () => {
    await renewAndDieAt('oauth-renewal-claimed');
    expect(login.count('refresh_token')).toBe(0);
    const lease = await suite.registry.sql<{ is_held: boolean }>(
      'select leased_until > now() as is_held from $schema.oauth_grants where integration_id = $1',
      [view.id],
    );
    expect(lease).toEqual([{ is_held: true }]);
    // The rest of its time is of no interest, but some of it has to be waited for.
    const soon = `update $schema.oauth_grants set leased_until = now() + interval '1.5 s' where integration_id = $1`;
    await suite.registry.sql(soon, [view.id]);
    const startedAt = performance.now();
    const upstream = await suite.resolve(view);
    expect(performance.now() - startedAt).toBeGreaterThan(1_000);
    expect(upstream.credentialVersion).toBe(2);
    expect(await login.scopesOf(await suite.tokenOf(view, upstream), server.url)).toEqual(['tools:read']);
    expect(login.asked.filter((asked) => asked.startsWith('refresh_token'))).toEqual(['refresh_token']);
  }, 60_000);

  it('between the answer and the commit takes a rotated token along: a person has to authorize again', async () => {
    await renewAndDieAt('oauth-renewal-answered');
    expect(login.count('refresh_token')).toBe(1);
    await suite.registry.sql('update $schema.oauth_grants set leased_until = now() where integration_id = $1', [
      view.id,
    ]);
    await expect(suite.resolve(view)).rejects.toMatchObject({ code: 'integration.not_authorized' });
    expect(await suite.view(view)).toMatchObject({
      status: 'needs_reauthorization',
      toolCount: 1,
      authorization: { state: 'needs_reauthorization' },
    });
    expect(await suite.authorize(view)).toMatchObject({ status: 'connected' });
  }, 60_000);
});
