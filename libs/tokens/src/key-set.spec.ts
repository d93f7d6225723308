import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint } from 'jose';
import {
  activateNextKey,
  announceKey,
  createGrantVerifier,
  generateSigningKey,
  InvalidKeySetError,
  type Jwks,
  type PublicJwk,
  signGrant,
  startKeySet,
  toJwks,
  toJwksOfKeys,
  toSigningKey,
} from './index.js';

const NOW = new Date('2026-11-23T10:00:00.000Z');
const OVERLAP_SECONDS = 3_600;

function after(seconds: number): Date {
  return new Date(NOW.getTime() + seconds * 1_000);
}

function kidsOf(jwks: Jwks): string[] {
  return jwks.keys.map((key) => key.kid);
}

const claims = {
  jti: 'approval-1',
  workspace: 'workspace-1',
  callId: 'call-1',
  bindingVersion: 1,
  bindingHash: '0'.repeat(64),
  decision: 'edited',
  approver: { id: 'user-1', name: 'Ada' },
  argumentsEdited: true,
} as const;

describe('a signing key', () => {
  it('is named by its RFC 7638 thumbprint', async () => {
    const key = generateSigningKey();
    expect(key.kid).toBe(await calculateJwkThumbprint({ ...key.publicJwk }));
  });

  it('is read back from its PEM', () => {
    const key = generateSigningKey();
    expect(toSigningKey(key.privateKeyPem)).toEqual(key);
  });

  it('is refused on another curve or as text that is no key, without repeating it', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    expect(() => toSigningKey(pem)).toThrow('not on curve P-256');
    expect(() => toSigningKey('hunter2')).toThrow(/^(?!.*hunter2)/);
    expect(() => toSigningKey('hunter2')).toThrow(InvalidKeySetError);
  });
});

describe('rotation', () => {
  const [first, second, third] = [generateSigningKey(), generateSigningKey(), generateSigningKey()];
  const announced = announceKey(startKeySet(first), second);
  const activated = activateNextKey(announced, NOW, OVERLAP_SECONDS);

  it('publishes a key before anything is signed with it', () => {
    expect(announced.active).toBe(first);
    expect(kidsOf(toJwks(announced, NOW))).toEqual([first.kid, second.kid]);
  });

  it('verifies tokens of the old key for the overlap and not longer', () => {
    const token = signGrant(claims, first, NOW);
    const during = toJwks(activated, after(OVERLAP_SECONDS - 1));
    const afterwards = toJwks(activated, after(OVERLAP_SECONDS));
    expect(createGrantVerifier(during, () => NOW).verify(token).jti).toBe('approval-1');
    expect(() => createGrantVerifier(afterwards, () => NOW).verify(token)).toThrow(
      expect.objectContaining({ code: 'token.unknown_key' }),
    );
  });

  it('signs with the new key at once', () => {
    const token = signGrant(claims, activated.active, NOW);
    expect(activated.active).toBe(second);
    expect(createGrantVerifier(toJwks(activated, NOW), () => NOW).verify(token).jti).toBe('approval-1');
  });

  it('forgets the private half of a key that no longer signs, and publishes none at all', () => {
    expect(JSON.stringify(activated)).not.toContain(first.privateKeyPem.slice(60, 100));
    expect(JSON.stringify(toJwks(announced, NOW))).not.toMatch(/"d"|PRIVATE/);
  });

  it('keeps several retiring keys while their overlaps last', () => {
    const again = activateNextKey(announceKey(activated, third), after(10), OVERLAP_SECONDS);
    expect(kidsOf(toJwks(again, after(20)))).toEqual([third.kid, second.kid, first.kid]);
    const later = activateNextKey(announceKey(again, generateSigningKey()), after(OVERLAP_SECONDS + 5), 60);
    expect(later.retiring.map((key) => key.publicJwk.kid)).toEqual([third.kid, second.kid]);
  });

  it('refuses a second announcement, a key that was used before, and a rotation to nothing', () => {
    expect(() => announceKey(announced, third)).toThrow(InvalidKeySetError);
    expect(() => announceKey(activated, first)).toThrow(InvalidKeySetError);
    expect(() => announceKey(activated, second)).toThrow(InvalidKeySetError);
    expect(() => activateNextKey(activated, NOW, OVERLAP_SECONDS)).toThrow(InvalidKeySetError);
  });

  it('survives being stored as JSON', () => {
    const stored = JSON.parse(JSON.stringify(activated)) as typeof activated;
    expect(toJwks(stored, NOW)).toEqual(toJwks(activated, NOW));
  });
});

describe('a verifier', () => {
  const key = generateSigningKey();
  const { publicJwk } = key;

  it.each<[string, unknown[]]>([
    ['no key at all', []],
    ['two keys of one kid', [publicJwk, publicJwk]],
    ['a key without a kid', [{ ...publicJwk, kid: undefined }]],
    ['a private key', [{ ...publicJwk, d: 'secret' }]],
    ['a key for encryption', [{ ...publicJwk, use: 'enc' }]],
    ['a key of another algorithm', [{ ...publicJwk, alg: 'HS256' }]],
    ['a symmetric key', [{ kty: 'oct', k: 'AAAA', kid: 'a', alg: 'ES256', use: 'sig' }]],
    ['a point that is not on the curve', [{ ...publicJwk, y: publicJwk.x }]],
    ['null', [null]],
  ])('does not start with %s', (_, keys) => {
    expect(() => createGrantVerifier({ keys: keys as PublicJwk[] })).toThrow(InvalidKeySetError);
  });

  it('takes several keys', () => {
    const other = generateSigningKey();
    const verifier = createGrantVerifier(toJwksOfKeys([key, other]));
    for (const signer of [key, other]) expect(verifier.verify(signGrant(claims, signer)).jti).toBe('approval-1');
  });
});
