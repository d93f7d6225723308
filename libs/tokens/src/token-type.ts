import { type AccessTokenClaims, readAccessTokenClaims } from './access-token-claims.js';
import { type GrantClaims, readGrantClaims } from './grant-claims.js';
import type { RawClaims } from './read-claim.js';
import { readRunTokenClaims, type RunTokenClaims } from './run-token-claims.js';

export interface ClaimsByType {
  readonly access: AccessTokenClaims;
  readonly run: RunTokenClaims;
  readonly grant: GrantClaims;
}
export type TokenType = keyof ClaimsByType;

const MINUTE_SECONDS = 60;
const HOUR_SECONDS = 60 * MINUTE_SECONDS;
const DAY_SECONDS = 24 * HOUR_SECONDS;

/** Long enough to reach an idle upstream, short enough that a decision is about now. It bounds the dispatch. */
export const GRANT_TTL_SECONDS = HOUR_SECONDS;
/** A run renews its token; a leaked one is worth minutes. */
export const RUN_TOKEN_TTL_SECONDS = 10 * MINUTE_SECONDS;

/**
 * A run token names the tools of its agent, travels beside 128 KiB of arguments and must leave the message under 256 KiB.
 * An access token has to fit Node's 16 KiB of HTTP headers besides.
 */
export const TOKEN_LENGTH_MAX = 64 * 1_024;

interface TokenShape<C> {
  /**
   * The `typ` header (RFC 8725 §3.11): a run token and an MCP client's token share issuer and audience, and must never
   * pass for each other.
   */
  readonly typ: string;
  readonly ttlSecondsMax: number;
  readonly read: (claims: RawClaims) => C;
}

/** Everything that differs between the kinds of tokens. `ttlSecondsMax` holds on both sides. */
export const TOKEN_SHAPES: { readonly [T in TokenType]: TokenShape<ClaimsByType[T]> } = {
  // A year and a day: revocation ends a token earlier, forgetting one must not make it eternal.
  access: { typ: 'at+jwt', ttlSecondsMax: 366 * DAY_SECONDS, read: readAccessTokenClaims },
  run: { typ: 'run+jwt', ttlSecondsMax: HOUR_SECONDS, read: readRunTokenClaims },
  grant: { typ: 'grant+jwt', ttlSecondsMax: GRANT_TTL_SECONDS, read: readGrantClaims },
};
