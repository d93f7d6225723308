import { describe, expect, it } from '@jest/globals';
import {
  createGrantVerifier,
  generateSigningKey,
  type GrantClaims,
  InvalidKeySetError,
  type Jwks,
  KeyRing,
  signGrant,
  toJwksOfKeys,
  VerifiedTokens,
} from './index.js';

const [before, after] = [generateSigningKey(), generateSigningKey()];
const CLAIMS: GrantClaims = {
  ...{ jti: 'approval-1', workspace: 'w', callId: 'c', bindingVersion: 1, bindingHash: 'a'.repeat(64) },
  ...{ decision: 'approved', approver: { id: 'u', name: 'Ada' }, argumentsEdited: false },
};
const [old, young] = [signGrant(CLAIMS, before), signGrant(CLAIMS, after)];

describe('a key ring', () => {
  it('verifies with the keys of now: new ones at once, and those that were taken away no more', () => {
    const ring = new KeyRing(toJwksOfKeys([before]));
    const verifier = createGrantVerifier(ring);
    expect(verifier.verify(old).jti).toBe('approval-1');
    expect(() => verifier.verify(young)).toThrow('a key that is not accepted');
    expect(ring.replace(toJwksOfKeys([before, after]))).toBe(true);
    expect([verifier.verify(old).jti, verifier.verify(young).jti]).toEqual(['approval-1', 'approval-1']);
    expect(ring.replace(toJwksOfKeys([after]))).toBe(true);
    expect(() => verifier.verify(old)).toThrow('a key that is not accepted');
    expect(ring.jwks).toEqual(toJwksOfKeys([after]));
  });

  it.each<[string, unknown]>([
    ['no keys', { keys: [] }],
    ['a private key', { keys: [{ ...after.publicJwk, d: 'secret' }] }],
    ['one kid twice', { keys: [after.publicJwk, after.publicJwk] }],
  ])('keeps its keys when it is given %s', (_, jwks) => {
    const ring = new KeyRing(toJwksOfKeys([before]));
    expect(() => ring.replace(jwks as Jwks)).toThrow(InvalidKeySetError);
    expect([ring.jwks, ring.version]).toEqual([toJwksOfKeys([before]), 0]);
  });

  it('is not replaced by the same keys in another order, but by another key of the same kid', () => {
    const ring = new KeyRing(toJwksOfKeys([before, after]));
    expect(ring.replace(toJwksOfKeys([after, before]))).toBe(false);
    const swapped = { ...after.publicJwk, kid: before.kid };
    expect(ring.replace({ keys: [swapped, after.publicJwk] })).toBe(true);
    expect(() => createGrantVerifier(ring).verify(old)).toThrow('the signature is not right');
  });

  it('has what was verified before verified again', () => {
    const ring = new KeyRing(toJwksOfKeys([before]));
    const verifier = createGrantVerifier(ring);
    const known = new VerifiedTokens<string>({ charactersMax: 10_000, keys: ring });
    const read = (token: string) =>
      known.of(token, (unknown) => {
        const { jti, exp } = verifier.verify(unknown);
        return { value: jti, exp };
      });
    expect(read(old)).toBe('approval-1');
    ring.replace(toJwksOfKeys([after]));
    expect(() => read(old)).toThrow('a key that is not accepted');
  });
});
