/**
 * | public URL | name                          | attributes                                |
 * |------------|-------------------------------|-------------------------------------------|
 * | https      | `__Host-countersign_session`  | Path=/; HttpOnly; SameSite=Lax; Secure    |
 * | http       | `countersign_session`         | Path=/; HttpOnly; SameSite=Lax            |
 *
 * Only a page over https of this very host can set a cookie whose name begins with `__Host-`.
 */
const NAME = 'countersign_session';

export function sessionCookie(secret: string, maxAgeSeconds: number, publicUrl: URL): string {
  return `${nameOf(publicUrl)}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${isSecure(publicUrl) ? '; Secure' : ''}`;
}

export function clearedSessionCookie(publicUrl: URL): string {
  return sessionCookie('', 0, publicUrl);
}

/** The secret in a Cookie header. Two cookies of the name mean that somebody planted one: neither counts. */
export function readSessionCookie(header: string | undefined, publicUrl: URL): string | undefined {
  const start = `${nameOf(publicUrl)}=`;
  const found = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(start));
  const secret = found.length === 1 ? found[0]?.slice(start.length) : undefined;
  return secret === '' ? undefined : secret;
}

function nameOf(publicUrl: URL): string {
  return isSecure(publicUrl) ? `__Host-${NAME}` : NAME;
}

function isSecure(publicUrl: URL): boolean {
  return publicUrl.protocol === 'https:';
}
