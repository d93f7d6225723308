import { assertNever, type ClientRegistration } from '@countersign/contracts';
import type { TokenRefusal } from './oauth.errors.js';

/** Why a person has to authorize again, for that person; null: the refusal says nothing about the authorization itself. */
export function problemOf(reason: TokenRefusal, registration: ClientRegistration): string | null {
  switch (reason) {
    case 'invalid_grant':
      return 'The authorization server says that the authorization is over: it was taken back, or it ran out.';
    case 'invalid_client':
    case 'unauthorized_client':
      return registration === 'pre-registered'
        ? 'The authorization server does not accept the client id and secret that were entered here.'
        : 'The authorization server does not know Countersign as a client any more.';
    case 'invalid_scope':
    case 'invalid_target':
    case 'other':
      return null;
    default:
      return assertNever(reason);
  }
}

/** Its token ended, or the server refused it, and there is nothing to get another one with. */
export const NO_REFRESH_TOKEN =
  'The access that was given has ended, and the authorization server gave nothing to renew it with.';

/** The one that Countersign registered itself; what it says of a client of a person's own says nothing about that. */
export function isClientUnknown(reason: TokenRefusal, registration: ClientRegistration): boolean {
  return registration === 'dynamic' && (reason === 'invalid_client' || reason === 'unauthorized_client');
}
