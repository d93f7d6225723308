import { describe, expect, it } from '@jest/globals';
import {
  accessClaims,
  codeOf,
  forge,
  grantClaims,
  grantHeader,
  grantPayload,
  key,
  NOW,
  NOW_SECONDS,
  runClaims,
  verifyGrant,
  without,
} from './forged-tokens.fixture-spec.js';
import {
  type AccessTokenClaims,
  CLOCK_TOLERANCE_SECONDS,
  createVerifier,
  signGrant,
  signToken,
  toJwksOfKeys,
} from './index.js';

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
      bareNames: true,
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
    ['bareNames', 'yes'],
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
