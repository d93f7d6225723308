const BASE = 'http://own.invalid';
/** It is kept until somebody comes back, and anybody may begin: the longest that a screen's filters make is a tenth of it. */
const PATH_LENGTH_MAX = 2_048;

/**
 * Where a browser goes after signing in: a path of this very site, and the first page for whatever else was asked for.
 *
 * | asked for                     | goes to              |
 * |-------------------------------|----------------------|
 * | `/approvals/1?x#y`            | the same             |
 * | `https://evil.example/`       | `/`                  |
 * | `//evil.example`, `/\\evil`    | `/`                  |
 * | what is longer than 2,048     | `/`                  |
 */
export function toOwnPath(target: unknown): string {
  if (typeof target !== 'string' || target.length > PATH_LENGTH_MAX) return '/';
  if (!target.startsWith('/') || !URL.canParse(target, BASE)) return '/';
  const { origin, pathname, search, hash } = new URL(target, BASE);
  return origin === BASE && !pathname.startsWith('//') ? pathname + search + hash : '/';
}
