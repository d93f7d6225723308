/** A message on the bus stays under 256 KiB; the rest is room for the envelope. */
export const PAGE_BYTES_MAX = 200 * 1024;

/** The first items whose JSON fits, and at least one where there is one, so that a reader always gets on. */
export function takeWithinBytes<T>(items: readonly T[], bytesMax: number = PAGE_BYTES_MAX): T[] {
  let bytes = 0;
  const end = items.findIndex((item) => (bytes += Buffer.byteLength(JSON.stringify(item)) + 1) > bytesMax);
  return items.slice(0, end === -1 ? items.length : Math.max(end, 1));
}
