import { beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '@countersign/testing';
import { anOAuthSuite } from './fixtures/oauth-suite.fixture-spec.js';

const suite = anOAuthSuite();

beforeAll(async () => {
  await suite.registry.addReplica();
  await suite.registry.addReplica();
});

describe('twenty who want newer tokens at the same time, over three replicas', () => {
  it('get the same ones, of one renewal, and nothing is lost', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.connected(server);
    for (let round = 1; round <= 3; round += 1) {
      await suite.ageGrant(view, round === 2 ? 3_700 : 3_550);
      const before = (await suite.view(view)).authorization;
      const asked = Array.from({ length: 20 }, () => suite.resolve(view));
      const answers = await Promise.all(asked);
      const tokens = new Set(await Promise.all(answers.map((answer) => suite.tokenOf(view, answer))));
      expect(tokens.size).toBeLessThanOrEqual(round === 2 ? 1 : 2);
      expect(login.count('refresh_token')).toBe(round);
      expect(before?.state).toBe('authorized');
      const current = await suite.tokenOf(view);
      expect(await login.scopesOf(current, server.url)).toEqual(['tools:read']);
    }
    expect(login.asked.filter((asked) => /refresh_token: /.test(asked))).toEqual([]);
    expect((await suite.view(view)).authorization).toMatchObject({ state: 'authorized', hasRefreshToken: true });
  });

  it('get them also when all of them were refused', async () => {
    const login = await suite.authorizationServer();
    const server = await suite.protectedBy(login);
    const view = await suite.connected(server);
    const { credentialVersion = 0 } = await suite.resolve(view);
    await suite.ageGrant(view, 10);
    // Slow enough that all of them wait for it.
    const { promise: everybodyAsked, resolve: goOn } = Promise.withResolvers<void>();
    login.behaviour.onToken = () => everybodyAsked;
    const refused = { credentialVersion, reason: 'unauthorized' as const };
    const asked = Array.from({ length: 20 }, () => suite.resolve(view, refused));
    await eventually(async () => {
      const [lease] = await suite.registry.sql('select 1 from $schema.oauth_grants where lease_token is not null');
      expect(lease).toBeDefined();
    });
    goOn();
    const answers = await Promise.all(asked);
    expect(new Set(answers.map((answer) => answer.credentialVersion))).toEqual(new Set([credentialVersion + 1]));
    expect(login.asked.filter((what) => what.startsWith('refresh_token'))).toEqual(['refresh_token']);
  });
});
