import { createHmac, createPublicKey } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  accessClaims,
  codeOf,
  forge,
  grantHeader,
  grantPayload,
  key,
  runClaims,
  signingInput,
  verifyGrant,
} from './forged-tokens.fixture-spec.js';
import { createVerifier, generateSigningKey, signToken, toJwksOfKeys } from './index.js';

describe('replay of a token or grant: algorithm and key', () => {
  const publicPem = createPublicKey(key.privateKeyPem).export({ type: 'spki', format: 'pem' }).toString();

  function hmac(alg: 'HS256' | 'HS384', secret: string): string {
    const input = signingInput({ ...grantHeader, alg }, grantPayload);
    const hash = alg === 'HS256' ? 'sha256' : 'sha384';
    return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`;
  }

  it.each(['none', 'None', 'NONE', 'nOnE', ''])('refuses the algorithm "%s" with and without a signature', (alg) => {
    const unsigned = `${signingInput({ ...grantHeader, alg }, grantPayload)}.`;
    expect(codeOf(() => verifyGrant(unsigned))).toBe('token.bad_signature');
    expect(codeOf(() => verifyGrant(forge({ ...grantHeader, alg }, grantPayload)))).toBe('token.bad_signature');
  });

  it('refuses an HMAC made with the public key as its secret', () => {
    const secrets = [publicPem, publicPem.trim(), JSON.stringify(key.publicJwk)];
    for (const secret of secrets) {
      expect(codeOf(() => verifyGrant(hmac('HS256', secret)))).toBe('token.bad_signature');
      expect(codeOf(() => verifyGrant(hmac('HS384', secret)))).toBe('token.bad_signature');
    }
  });

  it.each(['ES384', 'ES512', 'RS256', 'PS256', 'EdDSA', 'es256', ['ES256'], null, undefined])(
    'refuses the algorithm %j even over a genuine ES256 signature',
    (alg) => {
      expect(codeOf(() => verifyGrant(forge({ ...grantHeader, alg }, grantPayload)))).toBe('token.bad_signature');
    },
  );

  it('refuses a signature of nobody, cut, or moved from another payload', () => {
    const [head, body, signature = ''] = forge(grantHeader, grantPayload).split('.');
    const other = forge(grantHeader, { ...grantPayload, callId: 'call-2' }).split('.');
    const zeros = Buffer.alloc(64).toString('base64url');
    for (const bad of ['', zeros, signature.slice(0, -4), other[2]]) {
      expect(codeOf(() => verifyGrant(`${head}.${body}.${bad}`))).toMatch(/^token\.(bad_signature|malformed)$/);
    }
    expect(codeOf(() => verifyGrant(`${head}.${other[1]}.${signature}`))).toBe('token.bad_signature');
  });

  it('refuses the key of somebody else, under its own kid and under a trusted one', () => {
    const stranger = generateSigningKey();
    const honest = forge({ ...grantHeader, kid: stranger.kid }, grantPayload, stranger);
    expect(codeOf(() => verifyGrant(honest))).toBe('token.unknown_key');
    expect(codeOf(() => verifyGrant(forge(grantHeader, grantPayload, stranger)))).toBe('token.bad_signature');
  });

  it('refuses a key that the token brings along', () => {
    const stranger = generateSigningKey();
    const header = { ...grantHeader, jwk: stranger.publicJwk, jku: 'https://attacker.example/jwks', x5u: 'https://a' };
    expect(codeOf(() => verifyGrant(forge(header, grantPayload, stranger)))).toBe('token.bad_signature');
  });

  it.each([undefined, '', 7, 'constructor', '__proto__', '../../dev/null'])('refuses the kid %j', (kid) => {
    expect(codeOf(() => verifyGrant(forge({ ...grantHeader, kid }, grantPayload)))).toBe('token.unknown_key');
  });

  it('refuses critical header parameters that it does not understand', () => {
    const header = { ...grantHeader, crit: ['b64'], b64: false };
    expect(codeOf(() => verifyGrant(forge(header, grantPayload)))).toBe('token.malformed');
  });

  it.each(['JWT', 'at+jwt', 'run+jwt', undefined])('refuses a genuine grant of the type %j', (typ) => {
    expect(codeOf(() => verifyGrant(forge({ ...grantHeader, typ }, grantPayload)))).toBe('token.bad_claims');
  });

  it('refuses a run token where an access token is needed, and the reverse', () => {
    const options = { issuer: 'admin-gateway', audience: 'mcp-router' } as const;
    const keys = toJwksOfKeys([key]);
    const run = signToken(runClaims, key, { ...options, type: 'run', ttlSeconds: 60 });
    const access = signToken(accessClaims, key, { ...options, type: 'access', ttlSeconds: 60 });
    expect(codeOf(() => createVerifier({ ...options, type: 'access', keys }).verify(run))).toBe('token.bad_claims');
    expect(codeOf(() => createVerifier({ ...options, type: 'run', keys }).verify(access))).toBe('token.bad_claims');
  });

  it.each([
    '',
    '.',
    '..',
    'a.b',
    'a.b.c',
    'a.b.c.d',
    'e30.e30.e30',
    `${'a'.repeat(100_000)}.a.a`,
    '\u0000',
    'Bearer x',
  ])('refuses what is not a token: %j', (text) => {
    expect(codeOf(() => verifyGrant(text))).toMatch(/^token\.(malformed|bad_signature)$/);
  });

  it.each<[unknown]>([['text'], [[grantPayload]], [null], [7]])('refuses the signed payload %j', (payload) => {
    expect(codeOf(() => verifyGrant(forge(grantHeader, payload)))).toMatch(/^token\.(malformed|bad_signature)$/);
  });
});
