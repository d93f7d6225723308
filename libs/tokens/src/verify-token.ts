import type { ServiceName } from '@countersign/contracts';
import jwt, { type JwtHeader } from 'jsonwebtoken';
import { isRecord, type RawClaims } from './read-claim.js';
import { KeyRing } from './key-ring.js';
import type { TokenIssuer } from './sign-token.js';
import type { Jwks } from './signing-key.js';
import { readStandardClaims, type StandardClaims } from './standard-claims.js';
import { type ClaimsByType, TOKEN_LENGTH_MAX, TOKEN_SHAPES, type TokenType } from './token-type.js';
import { InvalidTokenError } from './token.errors.js';

export type VerifiedToken<T extends TokenType> = ClaimsByType[T] & StandardClaims;

export interface TokenVerifier<T extends TokenType> {
  /** Throws InvalidTokenError; never returns claims of a token of another kind, issuer or audience. */
  verify(token: string): VerifiedToken<T>;
}

export interface VerifierOptions<T extends TokenType> {
  readonly type: T;
  /** All that are acceptable; more than one while a key is rotated. Of a ring, those of the moment. */
  readonly keys: Jwks | KeyRing;
  readonly issuer: TokenIssuer;
  readonly audience: ServiceName;
  /** The clock, for tests; the process's own otherwise. */
  readonly now?: () => Date;
}

/** @throws InvalidKeySetError. Keys that change in the life of a verifier are given as a ring. */
export function createVerifier<T extends TokenType>(options: VerifierOptions<T>): TokenVerifier<T> {
  const keys = options.keys instanceof KeyRing ? options.keys : new KeyRing(options.keys);
  const { typ, ttlSecondsMax, read } = TOKEN_SHAPES[options.type];
  const now = options.now ?? (() => new Date());
  return {
    verify(token) {
      const header = readHeader(token);
      const key = keys.find(header.kid);
      if (key === undefined) throw new InvalidTokenError('token.unknown_key', 'signed with a key that is not accepted');
      const claims = readSigned(token, key);
      if (header.typ !== typ) throw new InvalidTokenError('token.bad_claims', `not a token of type ${typ}`);
      const standard = readStandardClaims(claims, {
        issuer: options.issuer,
        audience: options.audience,
        ttlSecondsMax,
        now: now(),
      });
      return { ...read(claims), ...standard };
    },
  };
}

/** The verifier of grants, as the router needs it. */
export function createGrantVerifier(keys: Jwks | KeyRing, now?: () => Date): TokenVerifier<'grant'> {
  const expected = { type: 'grant', keys, issuer: 'policy', audience: 'mcp-router' } as const;
  return createVerifier(now === undefined ? expected : { ...expected, now });
}

function readHeader(token: string): JwtHeader & { kid: string } {
  if (typeof token !== 'string' || token.length > TOKEN_LENGTH_MAX) throw malformed();
  const header = decodeHeader(token);
  // jsonwebtoken ignores `crit`; RFC 7515 says that what one does not understand there must be refused.
  if (!isRecord(header) || 'crit' in header) throw malformed();
  if (header.alg !== 'ES256') throw new InvalidTokenError('token.bad_signature', 'not signed with ES256');
  const { kid } = header;
  if (typeof kid !== 'string') throw new InvalidTokenError('token.unknown_key', 'the token does not say which key');
  return { ...header, kid };
}

function decodeHeader(token: string): JwtHeader | undefined {
  try {
    return jwt.decode(token, { complete: true })?.header;
  } catch (cause) {
    throw malformed(cause);
  }
}

/** The signature only: times, audience and issuer are compared exactly, with a code for each, by `readStandardClaims`. */
function readSigned(token: string, key: Parameters<typeof jwt.verify>[1]): RawClaims {
  const claims = verifySignature(token, key);
  if (!isRecord(claims)) throw malformed();
  return claims;
}

function verifySignature(token: string, key: Parameters<typeof jwt.verify>[1]): unknown {
  try {
    return jwt.verify(token, key as jwt.PublicKey, {
      algorithms: ['ES256'],
      ignoreExpiration: true,
      ignoreNotBefore: true,
    });
  } catch (cause) {
    throw new InvalidTokenError('token.bad_signature', 'the signature is not right', { cause });
  }
}

function malformed(cause?: unknown): InvalidTokenError {
  return new InvalidTokenError('token.malformed', 'not a JSON Web Token', { cause });
}
