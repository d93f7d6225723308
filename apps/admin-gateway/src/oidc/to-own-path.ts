const BASE = 'http://own.invalid';

/**
 * Where a browser goes after signing in: a path of this very site, and the first page for whatever else was asked for.
 *
 * | asked for                     | goes to              |
 * |-------------------------------|----------------------|
 * | `/approvals/1?x#y`            | the same             |
 * | `https://evil.example/`       | `/`                  |
 * | `//evil.example`, `/\\evil`    | `/`                  |
 */
export function toOwnPath(target: unknown): string {
  if (typeof target !== 'string' || !target.startsWith('/') || !URL.canParse(target, BASE)) return '/';
  const { origin, pathname, search, hash } = new URL(target, BASE);
  return origin === BASE && !pathname.startsWith('//') ? pathname + search + hash : '/';
}
