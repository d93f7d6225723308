/** Beside the session's cookie, by the same rules; it lives as long as somebody takes to sign in elsewhere. */
const NAME = 'countersign_oidc';
export const OIDC_LOGIN_SECONDS = 10 * 60;

export function oidcCookie(secret: string, publicUrl: URL, maxAgeSeconds = OIDC_LOGIN_SECONDS): string {
  const secure = publicUrl.protocol === 'https:' ? '; Secure' : '';
  return `${nameOf(publicUrl)}=${secret}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAgeSeconds}${secure}`;
}

export function readOidcCookie(header: string | undefined, publicUrl: URL): string | undefined {
  const start = `${nameOf(publicUrl)}=`;
  const found = (header ?? '').split(';').filter((pair) => pair.trim().startsWith(start));
  const secret = found.length === 1 ? found[0]?.trim().slice(start.length) : undefined;
  return secret === '' ? undefined : secret;
}

function nameOf({ protocol }: URL): string {
  return protocol === 'https:' ? `__Host-${NAME}` : NAME;
}
