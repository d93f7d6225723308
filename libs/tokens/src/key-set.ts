import type { Jwks, PublicJwk, SigningKey } from './signing-key.js';
import { InvalidKeySetError } from './token.errors.js';

/**
 * The life of a signing key, so that no replica ever meets a token it cannot verify:
 *
 * | state    | signs | published | ends when                                                     |
 * |----------|-------|-----------|---------------------------------------------------------------|
 * | next     | no    | yes       | every verifier had the time to fetch it: `activateNextKey`    |
 * | active   | yes   | yes       | the next one takes over                                       |
 * | retiring | no    | yes       | the last token it signed has expired (`overlapSeconds` later) |
 */
export interface KeySet {
  readonly active: SigningKey;
  readonly next?: SigningKey;
  readonly retiring: readonly RetiringKey[];
}

/** Without its private half: a key that no longer signs must not be able to. */
export interface RetiringKey {
  readonly publicJwk: PublicJwk;
  /** RFC 3339, UTC. */
  readonly verifiableUntil: string;
}

export function startKeySet(active: SigningKey): KeySet {
  return { active, retiring: [] };
}

/** Publishes a key before anything is signed with it. Throws InvalidKeySetError while another one waits. */
export function announceKey(set: KeySet, next: SigningKey): KeySet {
  if (set.next !== undefined) throw new InvalidKeySetError(`the key ${set.next.kid} is announced already`);
  if (toKeys(set).some((known) => known.kid === next.kid)) {
    throw new InvalidKeySetError(`the key ${next.kid} was used before`);
  }
  return { ...set, next };
}

/**
 * Signs with the announced key from now on; the old one verifies for `overlapSeconds` more, which must not be less than
 * the longest life of a token that it signed. Keys whose overlap is over are dropped.
 */
export function activateNextKey(set: KeySet, now: Date, overlapSeconds: number): KeySet {
  if (set.next === undefined) throw new InvalidKeySetError('no key is announced');
  const verifiableUntil = new Date(now.getTime() + overlapSeconds * 1_000).toISOString();
  const retired: RetiringKey = { publicJwk: set.active.publicJwk, verifiableUntil };
  return { active: set.next, retiring: [retired, ...set.retiring.filter((key) => isVerifiable(key, now))] };
}

/** The public view at a moment: what verifiers get. */
export function toJwks(set: KeySet, now: Date): Jwks {
  return { keys: toKeys({ ...set, retiring: set.retiring.filter((key) => isVerifiable(key, now)) }) };
}

function toKeys(set: KeySet): readonly PublicJwk[] {
  const signing = set.next === undefined ? [set.active] : [set.active, set.next];
  return [...signing.map((key) => key.publicJwk), ...set.retiring.map((key) => key.publicJwk)];
}

function isVerifiable(key: RetiringKey, now: Date): boolean {
  return Date.parse(key.verifiableUntil) > now.getTime();
}
