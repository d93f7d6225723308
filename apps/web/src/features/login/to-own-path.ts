/** As long as the gateway takes it for a sign-in at a provider; the longest that a screen's filters make is a tenth of it. */
const PATH_LENGTH_MAX = 2_048;

/**
 * A path of this very site: whatever else an address asks for after signing in becomes the first page. The gateway, which sends
 * people back from their provider, has the same rule; it stands here too because no library that both may import is about
 * signing in, and a browser must not believe what the address says of what a server has checked.
 */
export function toOwnPath(target: string): string {
  if (target.length > PATH_LENGTH_MAX) return '/';
  const base = 'http://own.invalid';
  if (!target.startsWith('/') || !URL.canParse(target, base)) return '/';
  const { origin, pathname, search, hash } = new URL(target, base);
  return origin === base && !pathname.startsWith('//') ? pathname + search + hash : '/';
}
