import { type AuthKind, InvalidInputError, type InputProblem, type OAuthSettings } from '@countersign/contracts';

export interface AskedAuth {
  readonly auth?: AuthKind | null | undefined;
  /** Whether there will be static headers: those of the request, or stored ones that stay. */
  readonly hasHeaders: boolean;
  readonly oauth?: OAuthSettings | null | undefined;
}

/**
 * How a server will be authorized, by what a person asked for.
 *
 * | asked     | headers | auth      |
 * |-----------|---------|-----------|
 * | nothing   | none    | `none`    |
 * | nothing   | some    | `headers` |
 * | `none`    | some    | refused   |
 * | `headers` | none    | refused   |
 *
 * OAuth may have static headers beside it: a tenant's name, for one. Its settings fit OAuth alone.
 *
 * @throws InvalidInputError with a pointer to what contradicts it
 */
export function chooseAuth({ auth: asked, hasHeaders, oauth }: AskedAuth): AuthKind {
  const auth = asked ?? (hasHeaders ? 'headers' : 'none');
  const problems = [...findHeadersProblem(auth, hasHeaders), ...findOAuthProblem(auth, oauth)];
  if (problems.length > 0) throw new InvalidInputError(problems);
  return auth;
}

export function usesOAuth(auth: AuthKind): auth is 'oauth2' | 'client-credentials' {
  return auth === 'oauth2' || auth === 'client-credentials';
}

function findHeadersProblem(auth: AuthKind, hasHeaders: boolean): InputProblem[] {
  if (auth === 'none' && hasHeaders) return [headersProblem('auth_none', 'headers cannot be given where auth is none')];
  if (auth !== 'headers' || hasHeaders) return [];
  return [headersProblem('headers_required', 'headers must be given where auth is headers')];
}

function headersProblem(code: string, message: string): InputProblem {
  return { pointer: '/headers', code, message };
}

function findOAuthProblem(auth: AuthKind, oauth: AskedAuth['oauth']): InputProblem[] {
  if (oauth === undefined || oauth === null || usesOAuth(auth)) return [];
  const message = `oauth can be given where auth is oauth2 or client-credentials, and it is ${auth}`;
  return [{ pointer: '/oauth', code: 'auth_mismatch', message }];
}
