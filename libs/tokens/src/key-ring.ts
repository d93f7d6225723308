import type { KeyObject } from 'node:crypto';
import { type Jwks, parseVerifyingKeys } from './signing-key.js';

/** Verifying keys that are replaced, all at once, while verifiers use them. */
export class KeyRing {
  private current: { readonly jwks: Jwks; readonly keys: ReadonlyMap<string, KeyObject> };
  private replacements = 0;

  /** @throws InvalidKeySetError */
  constructor(jwks: Jwks) {
    this.current = { jwks, keys: parseVerifyingKeys(jwks) };
  }

  get jwks(): Jwks {
    return this.current.jwks;
  }

  /** Another number after each replacement: what was verified before has to be verified again. */
  get version(): number {
    return this.replacements;
  }

  find(kid: string): KeyObject | undefined {
    return this.current.keys.get(kid);
  }

  /** False where these are the keys that it has. @throws InvalidKeySetError, and then the keys stay what they were */
  replace(jwks: Jwks): boolean {
    const keys = parseVerifyingKeys(jwks);
    if (isSame(keys, this.current.keys)) return false;
    this.current = { jwks, keys };
    this.replacements += 1;
    return true;
  }
}

/** By the keys themselves: a `kid` from a file need not be a thumbprint. */
function isSame(one: ReadonlyMap<string, KeyObject>, other: ReadonlyMap<string, KeyObject>): boolean {
  return one.size === other.size && [...one].every(([kid, key]) => other.get(kid)?.equals(key) === true);
}
