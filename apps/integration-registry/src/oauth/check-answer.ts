import { AuthorizationResponseError, validateAuthResponse } from 'oauth4webapi';
import { toMetadata, type TokenServer } from './grant.js';
import { OAuthError } from './oauth.errors.js';

/** What a browser brought back from an authorization server. */
export interface BrowserAnswer {
  readonly state: string;
  readonly code?: string | undefined;
  readonly iss?: string | undefined;
  readonly error?: string | undefined;
}

/**
 * The answer with the library's seal that it was checked: its state, and by RFC 9207 that it is of the authorization server
 * that the browser was sent to. The issuer comes first: what another server says, an error too, is not believed.
 *
 * @throws OAuthError
 */
export function checkAnswer(
  server: TokenServer,
  clientId: string,
  { state, ...answer }: BrowserAnswer,
): URLSearchParams {
  const { code, iss, error } = answer;
  if (iss !== undefined && iss !== server.issuer) {
    throw new OAuthError('oauth.issuer_mismatch', 'the answer names another one than the browser was sent to');
  }
  if (iss === undefined && server.namesIssuer) {
    throw new OAuthError('oauth.issuer_mismatch', 'the answer does not name it, which this server promised to do');
  }
  const members = Object.entries({ state, code, iss, error }).filter(([, value]) => Boolean(value));
  try {
    const checked = validateAuthResponse(
      toMetadata(server),
      { client_id: clientId },
      new URLSearchParams(members as [string, string][]),
      state,
    );
    if (checked.has('code')) return checked;
  } catch (cause) {
    if (cause instanceof AuthorizationResponseError) throw new OAuthError('oauth.denied', meaningOf(cause.error));
    throw cause;
  }
  throw new OAuthError('oauth.denied', 'the answer holds neither a code nor an error');
}

/** RFC 6749 §4.1.2.1; others are not repeated, because they could be any text. */
function meaningOf(error: string): string {
  switch (error) {
    case 'access_denied':
      return 'the person or the authorization server said no';
    case 'invalid_scope':
      return 'the authorization server does not know a scope that was asked for';
    case 'server_error':
    case 'temporarily_unavailable':
      return 'the authorization server failed; try again later';
    default:
      return 'the authorization server did not take the request';
  }
}
