/**
 * What a server wants instead of the credentials it was given: RFC 9110 §11.6.1, RFC 6750 §3.
 *
 * | `WWW-Authenticate`                                                  | error                | scopes        |
 * |---------------------------------------------------------------------|----------------------|---------------|
 * | `Bearer error="insufficient_scope", scope="files:read files:write"` | `insufficient_scope` | both of them  |
 * | `Basic realm="x", Bearer error=invalid_token`                       | `invalid_token`      | none          |
 * | `Bearer realm="error=\"insufficient_scope\""`                       | null                 | none          |
 */
export interface Challenge {
  readonly error: string | null;
  readonly scopes: readonly string[];
}

/** A challenge is one line that people can read; a longer one is read as far as this. */
const CHALLENGE_LENGTH_MAX = 4_096;
/** Scopes are shown to people and models: more than these are a mistake, or an attempt to say something else. */
const SCOPES_MAX = 16;
/** RFC 6749 §3.3, and no longer than a name that somebody chose. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/;
const PARAMETER = /([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/g;

export function readChallenge(header: string | null): Challenge {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, token = ''] of (header ?? '').slice(0, CHALLENGE_LENGTH_MAX).matchAll(PARAMETER)) {
    const key = name.toLowerCase();
    if (!parameters.has(key)) parameters.set(key, quoted?.replace(/\\(.)/g, '$1') ?? token);
  }
  const scopes = new Set((parameters.get('scope') ?? '').split(' ').filter((scope) => SCOPE.test(scope)));
  return { error: parameters.get('error') ?? null, scopes: [...scopes].slice(0, SCOPES_MAX) };
}
