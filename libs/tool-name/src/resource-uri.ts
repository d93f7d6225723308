import { InvalidToolNameError } from './invalid-tool-name.errors.js';
import { assertSlug, slugKey } from './slug.js';

/**
 * The URI of a server's resource, as an MCP client sees it, and back.
 *
 * | integration | the server's URI, or template | exposed                                  | to the reader of `Jira` alone |
 * |-------------|-------------------------------|------------------------------------------|-------------------------------|
 * | `Jira`      | `issue://PLAT-1`              | `mcp+jira:issue://PLAT-1`                | `issue://PLAT-1`              |
 * | `Jira`      | `issue://{key}/comments`      | `mcp+jira:issue://{key}/comments`        | `issue://{key}/comments`      |
 * | `Wiki`      | `mcp+jira:issue://PLAT-1`     | `mcp+wiki:mcp+jira:issue://PLAT-1`       |                               |
 *
 * A scheme's case means nothing (RFC 3986 §3.1) and clients write it in lower case, so it is written in lower case here, and
 * read in any; slugs are unique ignoring case. What follows its colon is the server's, byte for byte: no normalisation.
 * The scheme holds no character that means anything in a template (RFC 6570), so a template stays one, and its expansion
 * is the exposed form of the server's own.
 */
const SCHEME_BEGIN = 'mcp+';

/** It has to fit into a header (`Mcp-Name`), as Base64 if need be, beside credentials. */
export const RESOURCE_URI_BYTES_MAX = 4_096;

/** Of `ExposedNameOptions`: the reader of one integration sees that one's URIs as they are. */
interface UriOptions {
  readonly bareSlug?: string;
}

/** A resource, or a template of them, as everything inside names it. */
export interface ResourceRef {
  /** `slugKey` of the integration's slug. */
  readonly slugKey: string;
  readonly uri: string;
}

/**
 * @throws InvalidToolNameError `bad_slug` also for a resource of another integration than the one whose URIs stand alone;
 * `empty`, `malformed`, `too_long` for what is no URI of a server that could be taken
 */
export function encodeResourceUri(integrationSlug: string, uri: string, { bareSlug }: UriOptions): string {
  assertSlug(integrationSlug);
  assertUri(uri);
  if (bareSlug === undefined) return `${SCHEME_BEGIN}${slugKey(integrationSlug)}:${uri}`;
  if (bareSlug === integrationSlug) return uri;
  throw new InvalidToolNameError('bad_slug', 'URIs without a slug are those of one integration');
}

/**
 * Whether there is such an integration, or such a resource, is for others to find out.
 *
 * @throws InvalidToolNameError `not_canonical` for a URI of another scheme, `bad_slug`, `empty`, `malformed`, `too_long`
 */
export function decodeResourceUri(exposed: string, { bareSlug }: UriOptions): ResourceRef {
  const ref = bareSlug === undefined ? split(exposed) : { slugKey: slugKey(bareSlug), uri: exposed };
  assertUri(ref.uri);
  return ref;
}

function split(exposed: string): ResourceRef {
  const colon = exposed.indexOf(':');
  const scheme = exposed.slice(0, Math.max(colon, 0)).toLowerCase();
  if (!scheme.startsWith(SCHEME_BEGIN)) throw new InvalidToolNameError('not_canonical', 'not a URI of an integration');
  const slug = scheme.slice(SCHEME_BEGIN.length);
  assertSlug(slug);
  return { slugKey: slug, uri: exposed.slice(colon + 1) };
}

function assertUri(uri: string): void {
  if (uri === '') throw new InvalidToolNameError('empty', 'a URI has at least one character');
  if (!uri.isWellFormed()) throw new InvalidToolNameError('malformed', 'a URI is well-formed Unicode');
  if (Buffer.byteLength(uri) <= RESOURCE_URI_BYTES_MAX) return;
  throw new InvalidToolNameError('too_long', `a URI has at most ${RESOURCE_URI_BYTES_MAX} bytes`);
}
