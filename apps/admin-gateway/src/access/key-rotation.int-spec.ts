import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FileFollower } from '@countersign/service';
import { freePort } from '@countersign/testing';
import { createVerifier, generateSigningKey, type Jwks, type SigningKey, toJwksOfKeys } from '@countersign/tokens';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from '../config.js';
import { HttpClient } from '../test-http.fixture-spec.js';
import { GatewaySystem, startReplica } from '../test-system.fixture-spec.js';

const TOKENS = '/api/v1/workspaces/default/tokens';

describe('the rotation of the signing key', () => {
  const [before, after] = [generateSigningKey(), generateSigningKey()];
  const both = toJwksOfKeys([before, after]);
  let system: GatewaySystem;
  const replicas: NestExpressApplication[] = [];

  beforeAll(async () => {
    system = await GatewaySystem.start({ signingKey: before, otherKeys: both });
  });
  afterAll(async () => {
    for (const replica of replicas) await replica.close();
    await system.stop();
  });

  /** A replica that was restarted, beside the one that goes on as it was. */
  const restartedWith = async (
    keys: Pick<Config, 'signingKey' | 'otherKeys' | 'otherKeysFile'>,
  ): Promise<HttpClient> => {
    const port = await freePort();
    const { http } = system.config;
    const own = { ...http, port, allowedHosts: [...http.allowedHosts, `127.0.0.1:${port}`] };
    replicas.push(await startReplica({ ...system.config, ...keys, http: own }));
    return new HttpClient(port);
  };
  const tokenFrom = async (replica: HttpClient, kind: 'api' | 'mcp' = 'api'): Promise<string> => {
    const { headers, body } = await replica.post('/api/v1/auth/login', {
      email: system.config.firstAdmin?.email,
      password: system.config.firstAdmin?.password,
    });
    const [cookie = ''] = headers['set-cookie'] ?? [];
    const admin = replica.with({ cookie: cookie.split(';')[0] ?? '', 'x-csrf-token': String(body['csrfToken']) });
    return String((await admin.post(TOKENS, { name: 'Made now', kind, scopes: [] })).body['token']);
  };
  const kidOf = (token: string): unknown =>
    (JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as { kid: string }).kid;
  const statusOf = async (replica: HttpClient, token: string): Promise<number> =>
    (await replica.get('/api/v1/me', { headers: { authorization: `Bearer ${token}` } })).status;

  it('goes on while both sign, and ends what the old key signed when that is taken away', async () => {
    const old = system.anonymous;
    const early = await tokenFrom(old);
    const restarted = await restartedWith({ signingKey: after, otherKeys: both });
    const [during, late] = [await tokenFrom(old), await tokenFrom(restarted)];
    expect([early, during, late].map(kidOf)).toEqual([before.kid, before.kid, after.kid]);
    for (const replica of [old, restarted]) {
      for (const token of [early, during, late]) expect(await statusOf(replica, token)).toBe(200);
      const { body } = await replica.get<Jwks>('/.well-known/jwks.json');
      expect(body.keys.map(({ kid }) => kid).sort()).toEqual([before.kid, after.kid].sort());
    }
    const done = await restartedWith({ signingKey: after, otherKeys: toJwksOfKeys([after]) });
    const { body } = await done.get<Jwks>('/.well-known/jwks.json');
    expect(body.keys.map(({ kid }) => kid)).toEqual([after.kid]);
    expect([await statusOf(done, early), await statusOf(done, during), await statusOf(done, late)]).toEqual([
      401, 401, 200,
    ]);
  });

  it('needs no restart where the public keys are in a file', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'gateway-keys-'));
    const file = path.join(folder, 'jwks.json');
    const put = (...keys: SigningKey[]) => writeFile(file, JSON.stringify(toJwksOfKeys(keys)));
    await put(before);
    const young = await tokenFrom(await restartedWith({ signingKey: after, otherKeys: both }));
    const following = await restartedWith({
      signingKey: before,
      otherKeys: toJwksOfKeys([before]),
      otherKeysFile: file,
    });
    const follower = replicas.at(-1)?.get(FileFollower, { strict: false });
    expect(await statusOf(following, young)).toBe(401);
    await put(before, after);
    await follower?.look();
    expect(await statusOf(following, young)).toBe(200);
    await put(before);
    await follower?.look();
    const { body } = await following.get<Jwks>('/.well-known/jwks.json');
    expect([await statusOf(following, young), body]).toEqual([401, toJwksOfKeys([before])]);
    await rm(folder, { recursive: true });
  });

  it('is followed by routers that have both public keys', async () => {
    const restarted = await restartedWith({ signingKey: after, otherKeys: both });
    const verifier = createVerifier({ type: 'access', keys: both, issuer: 'admin-gateway', audience: 'mcp-router' });
    for (const replica of [system.anonymous, restarted]) {
      expect(verifier.verify(await tokenFrom(replica, 'mcp')).kind).toBe('mcp');
    }
  });
});
