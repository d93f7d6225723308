import type { TokenEndpointResponse } from 'oauth4webapi';
import type { Tokens } from './grant.js';
import { OAuthError } from './oauth.errors.js';
import { TOKEN_LENGTH_MAX } from './oauth-limits.js';
import { toScopes } from './parse-challenge.js';

/** RFC 6750: what may stand behind `Bearer`. A line break in it would be a header of the server's own. */
const BEARER_TOKEN = /^[\x21-\x7e]+$/;
/** A year; servers that mean "never" send far more than a date can hold. */
const EXPIRES_IN_SECONDS_MAX = 365 * 24 * 60 * 60;

/** What of an answer is kept. @throws OAuthError when it cannot be used as a bearer token */
export function readTokens(answer: TokenEndpointResponse): Tokens {
  const { access_token: accessToken, refresh_token: refreshToken, token_type: type, scope } = answer;
  if (type !== 'bearer') throw unusable('it is no bearer token');
  for (const token of [accessToken, refreshToken ?? accessToken]) {
    if (!BEARER_TOKEN.test(token) || token.length > TOKEN_LENGTH_MAX) throw unusable('it is no text of a token');
  }
  return {
    accessToken,
    refreshToken: refreshToken ?? null,
    scopes: scope === undefined ? null : toScopes(scope).filter((name) => !holds(name, accessToken, refreshToken)),
    expiresInSeconds:
      answer.expires_in === undefined ? null : Math.floor(Math.min(answer.expires_in, EXPIRES_IN_SECONDS_MAX)),
  };
}

/** Scopes are shown to people. */
function holds(scope: string, ...tokens: readonly (string | undefined)[]): boolean {
  return tokens.some((token) => token !== undefined && scope.includes(token));
}

function unusable(detail: string): OAuthError {
  return new OAuthError('oauth.token_refused', detail);
}
