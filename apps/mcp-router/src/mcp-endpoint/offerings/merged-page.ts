import type { ExposedItem } from './offering.js';

export interface MergedPage {
  readonly items: readonly string[];
  readonly nextCursor: string | undefined;
}

/**
 * One page of what several servers list: sorted by what clients name the items by, so that the order depends neither on
 * which server was quicker nor on how a server sorts, and a page begins behind an item that may have gone meanwhile.
 */
export function mergedPage(items: readonly ExposedItem[], after: string, bytesMax: number): MergedPage {
  const rest = items.filter(({ key }) => key > after).sort((one, other) => (one.key < other.key ? -1 : 1));
  let bytes = 0;
  const end = rest.findIndex(({ json }, index) => {
    bytes += Buffer.byteLength(json);
    return bytes > bytesMax && index > 0;
  });
  const page = end === -1 ? rest : rest.slice(0, end);
  const last = page.at(-1);
  return {
    items: page.map(({ json }) => json),
    nextCursor: end === -1 || last === undefined ? undefined : encodeCursor(last.key),
  };
}

export function encodeCursor(key: string): string {
  return Buffer.from(key).toString('base64url');
}

/** @returns undefined for one that is not ours */
export function decodeCursor(cursor: unknown): string | undefined {
  if (typeof cursor !== 'string') return undefined;
  const key = Buffer.from(cursor, 'base64url').toString();
  return key !== '' && encodeCursor(key) === cursor ? key : undefined;
}
