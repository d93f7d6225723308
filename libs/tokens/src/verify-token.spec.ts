import { createHmac, createPublicKey, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  type AccessTokenClaims,
  CLOCK_TOLERANCE_SECONDS,
  createGrantVerifier,
  createVerifier,
  generateSigningKey,
  type GrantClaims,
  InvalidTokenError,
  type RunTokenClaims,
  signGrant,
  type SigningKey,
  signToken,
  toJwksOfKeys,
} from './index.js';

const NOW = new Date('2026-11-23T10:00:00.000Z');
const NOW_SECONDS = NOW.getTime() / 1_000;
const key = generateSigningKey();

const grantClaims: GrantClaims = {
  jti: 'approval-1',
  workspace: 'workspace-1',
  callId: 'call-1',
  bindingVersion: 1,
  bindingHash: 'ab'.repeat(32),
  decision: 'approved',
  approver: { id: 'user-1', name: 'Ada' },
  argumentsEdited: false,
};
const accessClaims: AccessTokenClaims = {
  sub: 'token-1',
  kind: 'mcp',
  workspace: 'workspace-1',
  scopes: ['call:read'],
  name: 'laptop',
  ownerId: 'user-1',
};
const runClaims: RunTokenClaims = {
  workspace: 'workspace-1',
  runId: 'run-1',
  agentId: 'agent-1',
  agentVersion: 3,
  initiator: 'user-1',
  tools: [{ integration: 'integration-1', toolNames: ['issue.get'] }, { integration: 'integration-2' }],
  strictness: 'allow',
};

const grantPayload = { ...grantClaims, iss: 'policy', aud: 'mcp-router', iat: NOW_SECONDS, exp: NOW_SECONDS + 3_600 };
const grantHeader = { alg: 'ES256', typ: 'grant+jwt', kid: key.kid };

/** A token with any header and payload, signed for real: what a key holder with a wrong program could make. */
function forge(header: unknown, payload: unknown, signer: SigningKey = key): string {
  const input = signingInput(header, payload);
  const signature = sign('sha256', Buffer.from(input), { key: signer.privateKeyPem, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

function signingInput(header: unknown, payload: unknown): string {
  return [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}

function without(claim: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(grantPayload).filter(([name]) => name !== claim));
}

function verifyGrant(token: string, at = NOW): unknown {
  return createGrantVerifier(toJwksOfKeys([key]), () => at).verify(token);
}

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof InvalidTokenError) return error.code;
    throw error;
  }
  return 'accepted';
}

describe('verify', () => {
  it('returns the claims of a grant that policy signed for the router', () => {
    expect(verifyGrant(signGrant(grantClaims, key, NOW))).toEqual({
      ...grantClaims,
      iat: NOW_SECONDS,
      exp: NOW_SECONDS + 3_600,
    });
  });

  it('returns the claims of an access token with every optional one', () => {
    const claims: AccessTokenClaims = {
      ...accessClaims,
      integrations: ['Jira'],
      prefix: '',
      nameBudget: 46,
      holdMs: 45_000,
      strictness: 'ask',
    };
    const expected = { type: 'access', issuer: 'admin-gateway', audience: 'mcp-router' } as const;
    const token = signToken(claims, key, { ...expected, ttlSeconds: 60, jti: 'row-1', now: NOW });
    const verifier = createVerifier({ ...expected, keys: toJwksOfKeys([key]), now: () => NOW });
    expect(verifier.verify(token)).toEqual({ ...claims, jti: 'row-1', iat: NOW_SECONDS, exp: NOW_SECONDS + 60 });
  });

  it('returns the claims of a run token with its tool scope', () => {
    const expected = { type: 'run', issuer: 'admin-gateway', audience: 'mcp-router' } as const;
    const token = signToken(runClaims, key, { ...expected, ttlSeconds: 600, now: NOW });
    const verifier = createVerifier({ ...expected, keys: toJwksOfKeys([key]), now: () => NOW });
    expect(verifier.verify(token)).toMatchObject(runClaims);
  });

  it('leaves out claims that it does not know', () => {
    expect(verifyGrant(forge(grantHeader, { ...grantPayload, admin: true }))).not.toHaveProperty('admin');
  });
});

describe('replay of a token or grant: each claim wrong or missing', () => {
  it.each<[string, string, unknown]>([
    ['token.wrong_audience', 'aud', 'admin-gateway'],
    ['token.wrong_audience', 'aud', ['mcp-router']],
    ['token.wrong_audience', 'aud', ['mcp-router', 'admin-gateway']],
    ['token.wrong_audience', 'aud', 'MCP-ROUTER'],
    ['token.wrong_audience', 'aud', null],
    ['token.wrong_issuer', 'iss', 'admin-gateway'],
    ['token.wrong_issuer', 'iss', 'policy '],
    ['token.wrong_issuer', 'iss', ['policy']],
    ['token.expired', 'exp', NOW_SECONDS - CLOCK_TOLERANCE_SECONDS],
    ['token.bad_claims', 'exp', NOW_SECONDS + 3_601],
    ['token.bad_claims', 'exp', Number.MAX_SAFE_INTEGER],
    ['token.bad_claims', 'exp', '9999999999'],
    ['token.bad_claims', 'exp', 1e300],
    ['token.bad_claims', 'iat', -1],
    ['token.bad_claims', 'iat', '0'],
    ['token.bad_claims', 'nbf', NOW_SECONDS + CLOCK_TOLERANCE_SECONDS + 1],
    ['token.bad_claims', 'jti', ''],
    ['token.bad_claims', 'jti', 7],
    ['token.bad_claims', 'workspace', ''],
    ['token.bad_claims', 'workspace', ['workspace-1']],
    ['token.bad_claims', 'callId', null],
    ['token.bad_claims', 'bindingVersion', '1'],
    ['token.bad_claims', 'bindingVersion', 1.5],
    ['token.bad_claims', 'bindingHash', 'AB'.repeat(32)],
    ['token.bad_claims', 'bindingHash', 'ab'.repeat(31)],
    ['token.bad_claims', 'decision', 'denied'],
    ['token.bad_claims', 'decision', 'edited'],
    ['token.bad_claims', 'argumentsEdited', true],
    ['token.bad_claims', 'argumentsEdited', 'false'],
    ['token.bad_claims', 'approver', 'user-1'],
    ['token.bad_claims', 'approver', { id: 'user-1' }],
    ['token.bad_claims', 'approver', [{ id: 'user-1', name: 'Ada' }]],
  ])('refuses with %s when %s is %j', (code, claim, value) => {
    expect(codeOf(() => verifyGrant(forge(grantHeader, { ...grantPayload, [claim]: value })))).toBe(code);
  });

  it.each(Object.keys(grantPayload))('refuses a grant without %s', (claim) => {
    expect(codeOf(() => verifyGrant(forge(grantHeader, without(claim))))).toMatch(
      /^token\.(bad_claims|wrong_audience|wrong_issuer)$/,
    );
  });

  it('takes a grant until its expiry and the clock tolerance, and not a second longer', () => {
    const token = signGrant(grantClaims, key, NOW);
    const lastMoment = new Date(NOW.getTime() + (3_600 + CLOCK_TOLERANCE_SECONDS) * 1_000 - 1);
    expect(codeOf(() => verifyGrant(token, lastMoment))).toBe('accepted');
    expect(codeOf(() => verifyGrant(token, new Date(lastMoment.getTime() + 1)))).toBe('token.expired');
  });
});

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

describe('claims of access and run tokens', () => {
  const accessPayload = { ...accessClaims, jti: 'j', iss: 'admin-gateway', aud: 'mcp-router' };
  const times = { iat: NOW_SECONDS, exp: NOW_SECONDS + 60 };

  function verifyAccess(payload: object): string {
    const verifier = createVerifier({
      type: 'access',
      keys: toJwksOfKeys([key]),
      issuer: 'admin-gateway',
      audience: 'mcp-router',
      now: () => NOW,
    });
    return codeOf(() => verifier.verify(forge({ ...grantHeader, typ: 'at+jwt' }, { ...payload, ...times })));
  }

  it.each(Object.keys(accessPayload).filter((name) => name !== 'iss' && name !== 'aud'))(
    'refuses an access token without %s',
    (claim) => {
      expect(verifyAccess({ ...accessPayload, [claim]: undefined })).toBe('token.bad_claims');
    },
  );

  it.each<[string, unknown]>([
    ['kind', 'admin'],
    ['scopes', 'call:read approval:decide'],
    ['scopes', { 0: 'approval:decide' }],
    ['scopes', [['approval:decide']]],
    ['scopes', [null]],
    ['integrations', null],
    ['integrations', 'Jira'],
    ['integrations', ['']],
    ['prefix', 5],
    ['nameBudget', '46'],
    ['nameBudget', -1],
    ['holdMs', Number.MAX_VALUE],
    ['holdMs', null],
    ['strictness', 'none'],
  ])('refuses an access token whose %s is %j', (claim, value) => {
    expect(verifyAccess({ ...accessPayload, [claim]: value })).toBe('token.bad_claims');
  });

  it.each<[string, unknown]>([
    ['tools', 'everything'],
    ['tools', [{ toolNames: ['issue.get'] }]],
    ['tools', [{ integration: 'integration-1', toolNames: null }]],
    ['tools', ['integration-1']],
    ['strictness', undefined],
    ['strictness', 'open'],
    ['agentVersion', null],
    ['runId', undefined],
    ['agentId', undefined],
    ['initiator', undefined],
    ['workspace', undefined],
  ])('refuses to sign a run token whose %s is %j', (claim, value) => {
    const claims = { ...runClaims, [claim]: value };
    const options = { type: 'run', audience: 'mcp-router', issuer: 'admin-gateway', ttlSeconds: 60 } as const;
    expect(codeOf(() => signToken(claims, key, options))).toBe('token.bad_claims');
  });

  it('refuses to sign a life that is longer than the kind of token may have', () => {
    const options = { type: 'run', audience: 'mcp-router', issuer: 'admin-gateway' } as const;
    for (const ttlSeconds of [0, -1, 0.5, 3_601, Number.NaN]) {
      expect(codeOf(() => signToken(runClaims, key, { ...options, ttlSeconds }))).toBe('token.bad_claims');
    }
  });
});
