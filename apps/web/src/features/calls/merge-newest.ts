export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

export interface Merged<Item> {
  readonly pages: readonly Page<Item>[];
  /** Of the newest, those that the list did not have. */
  readonly added: number;
}

/**
 * A long list that is read newest first, with what is newest by now: what it has already is brought up to date where it
 * stands, the rest comes before it. Null: more came than is known of, so the list has to be read anew.
 */
export function mergeNewest<Item extends { readonly id: string }>(
  pages: readonly Page<Item>[],
  newest: Page<Item>,
): Merged<Item> | null {
  const known = new Set(pages.flatMap(({ items }) => items.map(({ id }) => id)));
  const now = new Map(newest.items.map((item) => [item.id, item]));
  const added = newest.items.filter(({ id }) => !known.has(id));
  const isGap = newest.nextCursor !== null && added.length === newest.items.length && known.size > 0;
  const [first] = pages;
  if (isGap || !first) return null;
  const updated = pages.map((page) =>
    page.items.some(({ id }) => now.has(id))
      ? { ...page, items: page.items.map((item) => now.get(item.id) ?? item) }
      : page,
  );
  if (added.length === 0) return { pages: updated, added: 0 };
  const [head = first, ...rest] = updated;
  return { pages: [{ ...head, items: [...added, ...head.items] }, ...rest], added: added.length };
}
