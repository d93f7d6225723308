import { DomainError, InvalidInputError } from '@countersign/contracts';

const MEANING = {
  'oauth.not_offered': 'the server offers no authorization',
  'oauth.bad_metadata': 'what the server says about its authorization cannot be used',
  'oauth.issuer_mismatch': 'the authorization server is not the expected one',
  'oauth.resource_mismatch': 'the server names another one as what it protects',
  'oauth.pkce_unsupported': 'the authorization server does not say that it supports PKCE with S256',
  'oauth.registration_refused': 'the authorization server did not take Countersign as a client',
  'oauth.unreachable': 'the authorization server did not answer as it should',
  'oauth.token_refused': 'the authorization server gave no token',
  'oauth.bad_state': 'this authorization cannot be finished',
  'oauth.denied': 'the authorization was not given',
  'oauth.not_interactive': 'no person can authorize this integration',
} as const;

export type OAuthErrorCode = keyof typeof MEANING;

/**
 * Why an authorization could not be had. The message is made of our own words alone: what a server says could hold what it
 * was sent, and a person would take it for ours.
 */
export class OAuthError extends DomainError {
  constructor(code: OAuthErrorCode, detail?: string) {
    super(code, detail === undefined ? MEANING[code] : `${MEANING[code]}: ${detail}`);
  }
}

/** Errors of a token endpoint (RFC 6749 §5.2, RFC 8707 §2) that are told apart; everything else is `other`. */
export const TOKEN_REFUSALS = [
  'invalid_grant',
  'invalid_client',
  'unauthorized_client',
  'invalid_scope',
  'invalid_target',
  'other',
] as const;
export type TokenRefusal = (typeof TOKEN_REFUSALS)[number];

/** The token endpoint said no, as opposed to nothing. */
export class TokenRefusedError extends OAuthError {
  constructor(readonly reason: TokenRefusal) {
    super('oauth.token_refused', reason === 'other' ? undefined : `it answered ${reason}`);
  }
}

/** Neither a document nor a registration: a person has to register Countersign there, and enter the client id. */
export class ClientRequiredError extends InvalidInputError {
  constructor() {
    const message = 'the authorization server registers no clients by itself; register one there and enter its id';
    super([{ pointer: '/oauth/clientId', code: 'required', message }], 'oauth.client_required');
  }
}
