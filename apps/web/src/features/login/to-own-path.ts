/** A path of this very site: whatever else an address asks for after signing in becomes the first page. */
export function toOwnPath(target: string): string {
  const base = 'http://own.invalid';
  if (!target.startsWith('/') || !URL.canParse(target, base)) return '/';
  const { origin, pathname, search, hash } = new URL(target, base);
  return origin === base && !pathname.startsWith('//') ? pathname + search + hash : '/';
}
