const RESOURCE = '/.well-known/oauth-protected-resource';
const OAUTH = '/.well-known/oauth-authorization-server';
const OPENID = '/.well-known/openid-configuration';

/**
 * Where the metadata of a protected server may be, in the order in which they are asked (RFC 9728 §3.1):
 *
 * | server                    | places                                                                             |
 * |---------------------------|------------------------------------------------------------------------------------|
 * | `https://a.example/mcp`   | `https://a.example/.well-known/oauth-protected-resource/mcp`, and without `/mcp`   |
 * | `https://a.example/`      | `https://a.example/.well-known/oauth-protected-resource`                           |
 */
export function resourceMetadataUrls(serverUrl: string): string[] {
  const { origin, pathname, search } = new URL(serverUrl);
  const inserted = `${origin}${RESOURCE}${withoutSlash(pathname)}${search}`;
  return [...new Set([inserted, `${origin}${RESOURCE}`])];
}

/**
 * Where the metadata of an authorization server may be (RFC 8414 §3, OpenID Connect Discovery §4):
 *
 * | issuer                  | places                                                                                 |
 * |-------------------------|----------------------------------------------------------------------------------------|
 * | `https://a.example`     | `/.well-known/oauth-authorization-server`, `/.well-known/openid-configuration`         |
 * | `https://a.example/t`   | both of them with `/t` behind, then `/t/.well-known/openid-configuration`              |
 */
export function serverMetadataUrls(issuer: string): string[] {
  const { origin, pathname } = new URL(issuer);
  const path = withoutSlash(pathname);
  return [...new Set([`${origin}${OAUTH}${path}`, `${origin}${OPENID}${path}`, `${origin}${path}${OPENID}`])];
}

function withoutSlash(pathname: string): string {
  return pathname.replace(/\/$/, '');
}
