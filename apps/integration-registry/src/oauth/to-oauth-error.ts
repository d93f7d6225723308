import { DomainError } from '@countersign/contracts';
import { EgressConnectError, EgressLimitError, EgressRefusedError } from '@countersign/egress';
import {
  OperationProcessingError,
  ResponseBodyError,
  UnsupportedOperationError,
  WWWAuthenticateChallengeError,
} from 'oauth4webapi';
import { OAuthError, TOKEN_REFUSALS, TokenRefusedError, type TokenRefusal } from './oauth.errors.js';

const TOO_MANY_REQUESTS = 429;
const SERVER_ERROR = 500;
const UNAUTHORIZED = 401;

/**
 * Whatever the library or the network threw, as one of the errors that people are told. No text of the server passes, and
 * no `cause` either: both could end in a log.
 */
export function toOAuthError(error: unknown): DomainError {
  if (error instanceof EgressRefusedError || error instanceof OAuthError) return error;
  if (error instanceof EgressConnectError || error instanceof EgressLimitError) {
    return new OAuthError('oauth.unreachable', error.message);
  }
  if (error instanceof DomainError) return error;
  if (error instanceof ResponseBodyError || error instanceof WWWAuthenticateChallengeError)
    return ofStatus(error.status);
  const response = error instanceof OperationProcessingError ? error.cause : undefined;
  if (isResponse(response) && response.status !== 200) return ofStatus(response.status);
  if (error instanceof OperationProcessingError || error instanceof UnsupportedOperationError) return unreadable();
  return isLibraryError(error)
    ? unreadable()
    : new OAuthError('oauth.unreachable', 'the connection broke before the answer was complete');
}

/** The same at a token endpoint, where a refusal is told from a failure: only a refusal says something about the grant. */
export async function toTokenError(error: unknown): Promise<DomainError> {
  if (error instanceof ResponseBodyError) return ofRefusal(error.status, error.error);
  // A client that was refused may be answered with a challenge, and the error is in the body beside it.
  if (error instanceof WWWAuthenticateChallengeError) {
    return ofRefusal(error.status, (await readError(error.response)) ?? impliedBy(error.status));
  }
  return toOAuthError(error);
}

function ofRefusal(status: number, error: string): DomainError {
  if (isPassing(status)) return ofStatus(status);
  return new TokenRefusedError(TOKEN_REFUSALS.find((known) => known === error) ?? 'other');
}

function impliedBy(status: number): TokenRefusal {
  return status === UNAUTHORIZED ? 'invalid_client' : 'other';
}

async function readError(response: Response): Promise<string | undefined> {
  try {
    const body = (await response.json()) as { readonly error?: unknown } | null;
    return typeof body?.error === 'string' ? body.error : undefined;
  } catch {
    // Not JSON, or cut off: then the status has to tell.
    return undefined;
  }
}

function ofStatus(status: number): OAuthError {
  return new OAuthError('oauth.unreachable', `it answered with HTTP ${status}`);
}

function isPassing(status: number): boolean {
  return status === TOO_MANY_REQUESTS || status >= SERVER_ERROR;
}

function unreadable(): OAuthError {
  return new OAuthError('oauth.unreachable', 'its answer is not one of the protocol');
}

/** The library refuses values of the wrong type in metadata with a TypeError of its own, as others do with theirs. */
function isLibraryError(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error;
}

function isResponse(value: unknown): value is Response {
  return typeof value === 'object' && value !== null && 'status' in value && 'headers' in value;
}
