/**
 * Whether a token for `resource` is meant for `serverUrl`: the same origin, and the same path or one above it. A server may
 * name its whole origin as the resource; it can never name another origin's.
 */
export function coversResource(resource: string, serverUrl: string): boolean {
  if (!URL.canParse(resource)) return false;
  const wanted = new URL(resource);
  const server = new URL(serverUrl);
  if (wanted.hash !== '' || wanted.origin !== server.origin) return false;
  if (wanted.search !== '' && wanted.search !== server.search) return false;
  return withSlash(server.pathname).startsWith(withSlash(wanted.pathname));
}

function withSlash(pathname: string): string {
  return pathname.endsWith('/') ? pathname : `${pathname}/`;
}

/** The canonical URI of a server that does not name itself. */
export function toResource(serverUrl: string): string {
  const url = new URL(serverUrl);
  url.hash = '';
  return url.href;
}
