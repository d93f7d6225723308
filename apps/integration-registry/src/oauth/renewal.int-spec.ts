import { describe, expect, it } from '@jest/globals';
import { type IntegrationView, verifyIntegration } from '@countersign/contracts';
import { OWN_CLIENT } from '@countersign/testing';
import { EDITOR } from '../fixtures/requests.fixture-spec.js';
import { anOAuthSuite } from './fixtures/oauth-suite.fixture-spec.js';

const suite = anOAuthSuite();

async function connected() {
  const login = await suite.authorizationServer();
  const server = await suite.protectedBy(login);
  return { login, server, view: await suite.connected(server) };
}

function verify({ workspaceId, id: integrationId }: IntegrationView): Promise<IntegrationView> {
  return suite.gateway.ask(verifyIntegration, { workspaceId, integrationId, actor: EDITOR });
}

/** What a router says to which a server has just answered 401. */
async function refusal(view: IntegrationView) {
  const { credentialVersion = 0 } = await suite.resolve(view);
  return { credentialVersion, reason: 'unauthorized' as const };
}

describe('the tokens of a grant', () => {
  it('are handed out with their end, and as they are while that is far', async () => {
    const { login, view } = await connected();
    const first = await suite.resolve(view);
    expect(Date.parse(first.credentialsExpireAt ?? '') - Date.now()).toBeGreaterThan(3_500_000);
    expect(await suite.resolve(view)).toMatchObject({ credentialVersion: first.credentialVersion });
    expect(login.count('refresh_token')).toBe(0);
  });

  it('are renewed in their last minute, again and again, as the server rotates them', async () => {
    const { login, server, view } = await connected();
    const before = await suite.view(view);
    let { credentialVersion = 0 } = await suite.resolve(view);
    for (let round = 1; round <= 3; round += 1) {
      await suite.ageGrant(view, 3_550);
      const next = await suite.resolve(view);
      expect(next).toMatchObject({ credentialVersion: credentialVersion + 1, connectionRevision: 1 });
      expect(await login.scopesOf(await suite.tokenOf(view, next), server.url)).toEqual(['tools:read']);
      credentialVersion += 1;
    }
    expect(login.count('refresh_token')).toBe(3);
    const after = await suite.view(view);
    expect(after.authorization).toMatchObject({
      state: 'authorized',
      authorizedAt: before.authorization?.authorizedAt,
    });
    expect(after.updatedAt).toBe(before.updatedAt);
    expect(await suite.events(view.workspaceId, 3)).toHaveLength(3);
  });

  it('are renewed when the server refuses the current ones, and only then', async () => {
    const { login, view } = await connected();
    const refused = await refusal(view);
    expect(await suite.resolve(view, refused)).toMatchObject({ credentialVersion: refused.credentialVersion });
    await suite.ageGrant(view, 10);
    expect(await suite.resolve(view, refused)).toMatchObject({ credentialVersion: refused.credentialVersion + 1 });
    expect(await suite.resolve(view, refused)).toMatchObject({ credentialVersion: refused.credentialVersion + 1 });
    expect(login.count('refresh_token')).toBe(1);
  });

  it('are renewed when a verification is refused', async () => {
    const { login, server, view } = await connected();
    await suite.ageGrant(view, 10);
    const scopesOf = server.protection.scopesOf;
    const stale = await suite.tokenOf(view);
    server.protection.scopesOf = async (token, resource) => (token === stale ? null : scopesOf(token, resource));
    expect(await verify(view)).toMatchObject({ status: 'connected', lastAttempt: { succeeded: true } });
    expect(login.count('refresh_token')).toBe(1);
  });

  it.each([500, 503, 429, 404])('are kept when the authorization server answers %d', async (status) => {
    const { login, view } = await connected();
    await suite.ageGrant(view, 3_550);
    login.behaviour.failsWith = status;
    const stillGood = await suite.resolve(view);
    expect(login.count('failed')).toBe(1);
    await suite.ageGrant(view, 60);
    await expect(suite.resolve(view)).rejects.toMatchObject({
      code: 'oauth.unreachable',
      message: expect.not.stringContaining('canary'),
    });
    expect(await suite.view(view)).toMatchObject({ status: 'connected', authorization: { state: 'authorized' } });
    expect(await verify(view)).toMatchObject({
      status: 'check_failed',
      lastAttempt: { errorCode: 'oauth.unreachable' },
    });
    login.behaviour.failsWith = null;
    await suite.ageGrant(view, 10);
    expect((await suite.resolve(view)).credentialVersion).toBe((stillGood.credentialVersion ?? 0) + 1);
    expect(await verify(view)).toMatchObject({ status: 'connected' });
  });

  it('are kept when nobody answers at all', async () => {
    const { login, view } = await connected();
    await suite.ageGrant(view, 3_700);
    await login.stop();
    await expect(suite.resolve(view)).rejects.toMatchObject({ code: 'oauth.unreachable' });
    expect((await suite.view(view)).authorization).toMatchObject({ state: 'authorized', hasRefreshToken: true });
  });

  it('are asked for once for all who wait, also where that fails', async () => {
    const { login, view } = await connected();
    await suite.ageGrant(view, 3_700);
    login.behaviour.failsWith = 503;
    const results = await Promise.allSettled(Array.from({ length: 10 }, () => suite.resolve(view)));
    expect(results.map(({ status }) => status)).toEqual(Array.from({ length: 10 }, () => 'rejected'));
    expect(login.count('failed')).toBe(1);
  });

  it('that come late do not take the place of what a person gave meanwhile', async () => {
    const { login, server, view } = await connected();
    await suite.ageGrant(view, 3_700);
    const { promise: isGiven, resolve: goOn } = Promise.withResolvers<void>();
    const { promise: isAsked, resolve: asked } = Promise.withResolvers<void>();
    login.behaviour.onToken = () => {
      login.behaviour.onToken = () => undefined;
      asked();
      return isGiven;
    };
    const late = suite.resolve(view);
    await isAsked;
    const given = await suite.authorize(view);
    const token = await suite.tokenOf(view);
    goOn();
    expect(await suite.tokenOf(view, await late)).toBe(token);
    expect(await suite.tokenOf(view)).toBe(token);
    expect(await login.scopesOf(token, server.url)).toEqual(['tools:read']);
    expect((await suite.view(view)).authorization).toEqual(given.authorization);
  });

  it('are over when the authorization server says so, and people see why', async () => {
    const { login, view } = await connected();
    await login.endGrantOf(await suite.tokenOf(view));
    await suite.ageGrant(view, 3_700);
    await expect(suite.resolve(view)).rejects.toMatchObject({ code: 'integration.not_authorized' });
    const ended = await suite.view(view);
    expect(ended).toMatchObject({
      status: 'needs_reauthorization',
      snapshotRevision: 1,
      toolCount: 1,
      authorization: {
        state: 'needs_reauthorization',
        problem: expect.stringContaining('the authorization is over'),
        hasRefreshToken: false,
        accessTokenExpiresAt: null,
      },
    });
    const [event] = (await suite.events(view.workspaceId, 4)).slice(-1);
    expect(event).toMatchObject({
      type: 'registry.authorization.changed.v1',
      data: { state: 'needs_reauthorization', actor: { kind: 'system' }, problem: ended.authorization?.problem },
    });
    await expect(verify(view)).rejects.toMatchObject({ code: 'integration.not_authorized' });
    expect(login.asked.filter((asked) => asked.startsWith('refresh_token'))).toHaveLength(1);
    const again = await suite.authorize(view);
    expect(again).toMatchObject({ status: 'connected', authorization: { state: 'authorized', problem: null } });
  });

  it('that are over leave no integration that is called connected', async () => {
    const { login, view } = await connected();
    await login.endGrantOf(await suite.tokenOf(view));
    await suite.ageGrant(view, 3_700);
    await expect(suite.resolve(view)).rejects.toMatchObject({ code: 'integration.not_authorized' });
    // As a verification would that had begun before.
    await suite.registry.sql(`update $schema.integrations set status = 'connected' where id = $1`, [view.id]);
    await expect(suite.resolve(view)).rejects.toMatchObject({ code: 'integration.not_authorized' });
    expect(await suite.view(view)).toMatchObject({ status: 'needs_reauthorization' });
  });

  it('are over when a client is unknown, and the next authorization registers again', async () => {
    const { login, view } = await connected();
    await suite.ageGrant(view, 3_700);
    login.behaviour.refusesClients = true;
    await expect(suite.resolve(view)).rejects.toMatchObject({ code: 'integration.not_authorized' });
    expect((await suite.view(view)).authorization?.problem).toContain('does not know Countersign');
    login.behaviour.refusesClients = false;
    const again = await suite.authorize(view);
    expect(again.authorization?.clientId).not.toBe(view.authorization?.clientId);
    expect(login.count('/reg')).toBe(2);
  });

  it('are over when a client of a person’s own is refused, and the registered one beside it stays', async () => {
    const { login, server, view } = await connected();
    const { workspaceId } = view;
    const own = { clientId: 'own-client', clientSecret: OWN_CLIENT.client_secret ?? '' };
    const other = await suite.connected(server, { workspaceId, slug: 'other', oauth: own });
    await suite.ageGrant(other, 3_700);
    login.behaviour.refusesClients = true;
    await expect(suite.resolve(other)).rejects.toMatchObject({ code: 'integration.not_authorized' });
    login.behaviour.refusesClients = false;
    expect((await suite.authorize(view)).authorization?.clientId).toBe(view.authorization?.clientId);
    expect(login.count('/reg')).toBe(1);
  });

  it('are over when they end and there was nothing to renew them with', async () => {
    const login = await suite.authorizationServer({ givesRefreshTokens: false });
    const server = await suite.protectedBy(login);
    const view = await suite.connected(server);
    expect(view.authorization).toMatchObject({ state: 'authorized', hasRefreshToken: false });
    await suite.ageGrant(view, 3_550);
    expect(await suite.resolve(view)).toMatchObject({ credentialVersion: 1 });
    await suite.ageGrant(view, 60);
    await expect(suite.resolve(view)).rejects.toMatchObject({ code: 'integration.not_authorized' });
    expect((await suite.view(view)).authorization?.problem).toContain('nothing to renew it with');
    expect(login.asked).not.toContain('client_credentials');
  });

  it('do not open when their row is an older one, or another integration’s', async () => {
    const { server, view } = await connected();
    const other = await suite.connected(server, { workspaceId: view.workspaceId, slug: 'Other' });
    const sealedOf = async ({ id }: IntegrationView) =>
      (await suite.registry.sql('select sealed from $schema.oauth_grants where integration_id = $1', [id]))[0];
    const older = await sealedOf(view);
    await suite.ageGrant(view, 3_550);
    await suite.resolve(view);
    for (const wrong of [older, await sealedOf(other)]) {
      const { sealed } = wrong as { sealed: string };
      await suite.registry.sql('update $schema.oauth_grants set sealed = $2 where integration_id = $1', [
        view.id,
        sealed,
      ]);
      await expect(suite.resolve(view)).rejects.toMatchObject({ code: 'sealing.cannot_open' });
    }
  });
});
