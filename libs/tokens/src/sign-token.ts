import { randomUUID } from 'node:crypto';
import type { ServiceName } from '@countersign/contracts';
import jwt from 'jsonwebtoken';
import type { GrantClaims } from './grant-claims.js';
import type { RawClaims } from './read-claim.js';
import type { SigningKey } from './signing-key.js';
import { type ClaimsByType, GRANT_TTL_SECONDS, TOKEN_LENGTH_MAX, TOKEN_SHAPES, type TokenType } from './token-type.js';
import { InvalidTokenError } from './token.errors.js';

export type TokenIssuer = Extract<ServiceName, 'admin-gateway' | 'policy'>;

export interface SignTokenOptions<T extends TokenType> {
  readonly type: T;
  readonly audience: ServiceName;
  readonly issuer: TokenIssuer;
  readonly ttlSeconds: number;
  /** For a token with a row of its own; a random UUID otherwise. A grant's is in its claims. */
  readonly jti?: string;
  readonly now?: Date;
}

/**
 * A compact ES256 JWT. The claims are read by the verifier's own rules first, so that nothing is signed that would not
 * verify. Throws InvalidTokenError (`token.bad_claims`).
 */
export function signToken<T extends TokenType>(
  claims: ClaimsByType[T],
  key: SigningKey,
  options: SignTokenOptions<T>,
): string {
  const { typ, ttlSecondsMax, read } = TOKEN_SHAPES[options.type];
  if (!Number.isSafeInteger(options.ttlSeconds) || options.ttlSeconds < 1 || options.ttlSeconds > ttlSecondsMax) {
    throw new InvalidTokenError('token.bad_claims', `this kind of token lives between 1 and ${ttlSecondsMax} seconds`);
  }
  const iat = Math.floor((options.now?.getTime() ?? Date.now()) / 1_000);
  const payload = {
    jti: options.jti ?? randomUUID(),
    ...read(claims as unknown as RawClaims),
    iss: options.issuer,
    aud: options.audience,
    iat,
    exp: iat + options.ttlSeconds,
  };
  const header = { alg: 'ES256', kid: key.kid, typ };
  const token = jwt.sign(payload, key.privateKeyPem, { algorithm: 'ES256', header });
  if (token.length > TOKEN_LENGTH_MAX) throw new InvalidTokenError('token.bad_claims', 'the claims are too long');
  return token;
}

/** A grant: from policy, for the router, for an hour. */
export function signGrant(claims: GrantClaims, key: SigningKey, now = new Date()): string {
  return signToken(claims, key, {
    type: 'grant',
    audience: 'mcp-router',
    issuer: 'policy',
    ttlSeconds: GRANT_TTL_SECONDS,
    now,
  });
}
