import type { RawClaims } from './read-claim.js';
import { badClaim, readCount, readText } from './read-claim.js';
import { InvalidTokenError } from './token.errors.js';

/** How far two hosts' clocks may differ. NTP keeps them within milliseconds; 10 s covers a host that just booted. */
export const CLOCK_TOLERANCE_SECONDS = 10;

export interface StandardClaims {
  readonly jti: string;
  /** Seconds since 1970, as all times in a token. */
  readonly iat: number;
  readonly exp: number;
}

export interface ExpectedClaims {
  readonly issuer: string;
  readonly audience: string;
  readonly ttlSecondsMax: number;
  readonly now: Date;
}

/** The registered claims, every one of them required. An audience is one string: a list would make a token good for several services. */
export function readStandardClaims(claims: RawClaims, expected: ExpectedClaims): StandardClaims {
  if (claims['iss'] !== expected.issuer) {
    throw new InvalidTokenError('token.wrong_issuer', `not issued by ${expected.issuer}`);
  }
  if (claims['aud'] !== expected.audience) {
    throw new InvalidTokenError('token.wrong_audience', `not meant for ${expected.audience}`);
  }
  const [exp, iat] = [readCount(claims, 'exp'), readCount(claims, 'iat')];
  const nowSeconds = expected.now.getTime() / 1_000;
  if (nowSeconds >= exp + CLOCK_TOLERANCE_SECONDS)
    throw new InvalidTokenError('token.expired', 'the token has expired');
  if (exp - iat > expected.ttlSecondsMax) throw badClaim('exp', 'within the life of this kind of token');
  if (claims['nbf'] !== undefined && readCount(claims, 'nbf') > nowSeconds + CLOCK_TOLERANCE_SECONDS) {
    throw badClaim('nbf', 'in the past');
  }
  return { jti: readText(claims, 'jti'), iat, exp };
}
