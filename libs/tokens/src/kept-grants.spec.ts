import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { assertGrantBinds, type BindingFields } from './binding-hash.js';
import type { GrantClaims } from './grant-claims.js';
import { signGrant } from './sign-token.js';
import { type Jwks, toSigningKey } from './signing-key.js';
import { createGrantVerifier } from './verify-token.js';

/**
 * Grants as they were signed, each with what it binds. The file is never changed: approvals of a version may be pending for a
 * month, and their grants be on their way for an hour, while newer versions are put into service. A new version of bindings
 * is a new file beside it.
 */
interface KeptGrants {
  readonly signedAt: string;
  readonly signingKeyPem: string;
  readonly jwks: Jwks;
  readonly grants: readonly { name: string; token: string; claims: GrantClaims; binds: BindingFields }[];
}

const FILE = path.join(import.meta.dirname, '..', 'fixtures', 'grants.v1.json');
const kept = JSON.parse(readFileSync(FILE, 'utf8')) as KeptGrants;
const signedAt = new Date(kept.signedAt);
const after = (minutes: number) => () => new Date(signedAt.getTime() + minutes * 60_000);

describe.each(kept.grants)('a grant of version 1 $name', ({ token, claims, binds }) => {
  it('still says what it said, for its hour', () => {
    expect(createGrantVerifier(kept.jwks, after(59)).verify(token)).toMatchObject(claims);
    expect(() => createGrantVerifier(kept.jwks, after(62)).verify(token)).toThrow(
      expect.objectContaining({ code: 'token.expired' }),
    );
  });

  it('still binds the same call, and no other', () => {
    const grant = createGrantVerifier(kept.jwks, after(1)).verify(token);
    assertGrantBinds(grant, binds);
    const others: Partial<BindingFields>[] = [
      { connectionRevision: 4 },
      { toolName: 'mail.sent' },
      { arguments: {} },
      { principal: 'user:ada' },
      { expiresAt: '2126-11-23T09:00:00.001Z' },
    ];
    for (const other of others) expect(() => assertGrantBinds(grant, { ...binds, ...other })).toThrow(/bindingHash/);
  });

  it('is what would be signed today', () => {
    const today = signGrant(claims, toSigningKey(kept.signingKeyPem), signedAt);
    const { verify } = createGrantVerifier(kept.jwks, after(1));
    expect(verify(today)).toEqual(verify(token));
  });
});
