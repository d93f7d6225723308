/** What a protected server says in `WWW-Authenticate` of a 401 or 403 (RFC 6750 §3, RFC 9728 §5.1). */
export interface BearerChallenge {
  readonly resourceMetadata: string | null;
  readonly scopes: readonly string[];
  readonly error: string | null;
}

const NO_CHALLENGE: BearerChallenge = { resourceMetadata: null, scopes: [], error: null };
const TOKEN = String.raw`[!#$%&'*+.^_\`|~0-9A-Za-z-]+`;
/** `name=value` or `name="value"`, where `\` takes the next character as it is. */
const PARAMETER = new RegExp(String.raw`^[\s,]*(${TOKEN})\s*=\s*(?:"((?:[^"\\]|\\.)*)"|(${TOKEN}))`);
const SCHEME = new RegExp(String.raw`^[\s,]*(${TOKEN})(?=[\s,]|$)`);
/** Credentials in one word, as of `Negotiate`. */
const TOKEN68 = /^\s+[A-Za-z0-9\-._~+/]+=*(?=\s*(?:,|$))/;
/** As many as a contract may hold. */
const SCOPES_MAX = 64;

/**
 * The first `Bearer` challenge of a header; other schemes are passed over. What cannot be read says nothing: the caller
 * falls back to where metadata usually is.
 *
 * | header                                                             | read as                              |
 * |--------------------------------------------------------------------|--------------------------------------|
 * | `Bearer resource_metadata="https://a/x", scope="r w"`              | metadata `https://a/x`, scopes r, w  |
 * | `Basic realm="x", Bearer error="insufficient_scope", scope="w"`    | error, scope w                       |
 * | `Bearer`                                                           | nothing                              |
 */
export function parseChallenge(header: string | null): BearerChallenge {
  let rest = header ?? '';
  for (let scheme = SCHEME.exec(rest); scheme !== null; scheme = SCHEME.exec(rest)) {
    rest = rest.slice(scheme[0].length);
    const parameters = new Map<string, string>();
    const single = TOKEN68.exec(rest);
    if (single !== null) rest = rest.slice(single[0].length);
    for (let match = PARAMETER.exec(rest); match !== null; match = PARAMETER.exec(rest)) {
      const [whole, name = '', quoted, plain = ''] = match;
      parameters.set(name.toLowerCase(), quoted?.replace(/\\(.)/g, '$1') ?? plain);
      rest = rest.slice(whole.length);
    }
    if (scheme[1]?.toLowerCase() === 'bearer') return toChallenge(parameters);
  }
  return NO_CHALLENGE;
}

function toChallenge(parameters: ReadonlyMap<string, string>): BearerChallenge {
  return {
    resourceMetadata: parameters.get('resource_metadata') ?? null,
    scopes: toScopes(parameters.get('scope')),
    error: parameters.get('error') ?? null,
  };
}

/** RFC 6749: printable ASCII without space, quotation mark and backslash. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,256}$/;

/** The scopes of a space-separated list, each once; what is none is left out. */
export function toScopes(text: unknown): string[] {
  return typeof text === 'string' ? validScopes(text.split(/\s+/)) : [];
}

/** Those of a server's list that are scopes, each once. */
export function validScopes(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  const scopes = list.filter((scope): scope is string => typeof scope === 'string' && SCOPE.test(scope));
  return [...new Set(scopes)].slice(0, SCOPES_MAX);
}
