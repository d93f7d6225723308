import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { isRecord } from './read-claim.js';
import { InvalidKeySetError } from './token.errors.js';

/** A P-256 public key as RFC 7517 writes it. */
export interface PublicJwk {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
  readonly kid: string;
  readonly alg: 'ES256';
  readonly use: 'sig';
}

export interface Jwks {
  readonly keys: readonly PublicJwk[];
}

/** Plain JSON, so that it can be kept in a secret store as it is. */
export interface SigningKey {
  readonly kid: string;
  /** PKCS #8. */
  readonly privateKeyPem: string;
  readonly publicJwk: PublicJwk;
}

/** A new ES256 key pair; `kid` is the public key's RFC 7638 thumbprint, so equal ids mean equal keys. */
export function generateSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return toSigningKey(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
}

/** The signing key of a PKCS #8 (or SEC 1) PEM from configuration. Throws InvalidKeySetError unless it is P-256. */
export function toSigningKey(privateKeyPem: string): SigningKey {
  const publicJwk = toPublicJwk(parsePrivateKey(privateKeyPem));
  return { kid: publicJwk.kid, privateKeyPem, publicJwk };
}

/** What others need to verify, and nothing else. */
export function toJwksOfKeys(keys: readonly SigningKey[]): Jwks {
  return { keys: keys.map((key) => key.publicJwk) };
}

/** Each key once, in their order. Equal ids mean equal keys. */
export function mergeJwks(sets: readonly Jwks[]): Jwks {
  return { keys: [...new Map(sets.flatMap(({ keys }) => keys).map((key) => [key.kid, key])).values()] };
}

function parsePrivateKey(privateKeyPem: string): KeyObject {
  try {
    return createPrivateKey(privateKeyPem);
  } catch (cause) {
    // OpenSSL's message can quote nothing secret, but the PEM itself must not be repeated.
    throw new InvalidKeySetError('the signing key is not a readable private key in PEM form', { cause });
  }
}

function toPublicJwk(privateKey: KeyObject): PublicJwk {
  const { kty, crv, x, y } = createPublicKey(privateKey).export({ format: 'jwk' });
  if (kty !== 'EC' || crv !== 'P-256' || x === undefined || y === undefined) {
    throw new InvalidKeySetError('the signing key is not on curve P-256');
  }
  return { kty, crv, x, y, kid: thumbprint(x, y), alg: 'ES256', use: 'sig' };
}

function thumbprint(x: string, y: string): string {
  // RFC 7638: the required members in this order, without white space.
  return createHash('sha256')
    .update(JSON.stringify({ crv: 'P-256', kty: 'EC', x, y }))
    .digest('base64url');
}

/**
 * The keys of a JWKS by `kid`. Strict, because it is read once from configuration or a signed snapshot: a wrong entry is
 * a mistake to hear about at start, and a private key in it is a leak.
 */
export function parseVerifyingKeys(jwks: Jwks): ReadonlyMap<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  for (const jwk of jwks.keys) {
    assertPublicEs256(jwk);
    if (keys.has(jwk.kid)) throw new InvalidKeySetError(`two keys have the kid ${jwk.kid}`);
    keys.set(jwk.kid, importPublicKey(jwk));
  }
  if (keys.size === 0) throw new InvalidKeySetError('a verifier needs at least one key');
  return keys;
}

function assertPublicEs256(jwk: unknown): asserts jwk is PublicJwk {
  if (!isRecord(jwk) || typeof jwk['kid'] !== 'string' || jwk['kid'] === '') {
    throw new InvalidKeySetError('a verifying key has no kid');
  }
  const { kid, kty, crv, alg, use } = jwk;
  if ('d' in jwk) throw new InvalidKeySetError(`the verifying key ${kid} holds a private key`);
  if (kty !== 'EC' || crv !== 'P-256' || alg !== 'ES256' || use !== 'sig') {
    throw new InvalidKeySetError(`the verifying key ${kid} is not an ES256 signature key`);
  }
}

function importPublicKey({ kty, crv, x, y, kid }: PublicJwk): KeyObject {
  try {
    return createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
  } catch (cause) {
    throw new InvalidKeySetError(`the verifying key ${kid} is not a point on P-256`, { cause });
  }
}
