import { needsConsent } from './choose-scopes.js';

export interface AuthorizationUrlParts {
  readonly endpoint: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  /** S256. */
  readonly codeChallenge: string;
  readonly resource: string;
  readonly scopes: readonly string[];
}

/** Where the browser goes. Parameters that the endpoint has already stay (RFC 6749 §3.1). */
export function toAuthorizationUrl(parts: AuthorizationUrlParts): string {
  const url = new URL(parts.endpoint);
  const parameters = {
    response_type: 'code',
    client_id: parts.clientId,
    redirect_uri: parts.redirectUri,
    state: parts.state,
    code_challenge: parts.codeChallenge,
    code_challenge_method: 'S256',
    resource: parts.resource,
    ...(parts.scopes.length > 0 && { scope: parts.scopes.join(' ') }),
    ...(needsConsent(parts.scopes) && { prompt: 'consent' }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return url.href;
}
