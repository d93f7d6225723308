import { describe, expect, it } from '@jest/globals';
import { mergeNewest, type Page } from './merge-newest.js';

type Item = { readonly id: string; readonly state: string };

const page = (ids: string, nextCursor: string | null = null, state = 'pending'): Page<Item> => ({
  items: [...ids].map((id) => ({ id, state })),
  nextCursor,
});
const idsOf = (pages: readonly Page<Item>[]) => pages.map(({ items }) => items.map(({ id }) => id).join(''));

describe('a long list with what is newest', () => {
  it('puts what is new first, and keeps its pages', () => {
    const merged = mergeNewest([page('cb', '2'), page('a')], page('edc', '3'));
    expect(idsOf(merged?.pages ?? [])).toEqual(['edcb', 'a']);
    expect(merged?.added).toBe(2);
    expect(merged?.pages.map(({ nextCursor }) => nextCursor)).toEqual(['2', null]);
  });

  it('brings what it has up to date where it stands', () => {
    const merged = mergeNewest([page('cb', '2'), page('a')], page('cb', '2', 'done'));
    expect(merged?.pages.flatMap(({ items }) => items.map(({ state }) => state))).toEqual(['done', 'done', 'pending']);
    expect(merged?.added).toBe(0);
  });

  it('is the same object where nothing is about a page', () => {
    const pages = [page('cb', '2'), page('a')];
    expect(mergeNewest(pages, page('c'))?.pages[1]).toBe(pages[1]);
  });

  it('is read anew where more came than is known of', () => {
    expect(mergeNewest([page('ba')], page('zyx', '9'))).toBeNull();
    expect(mergeNewest([], page('a'))).toBeNull();
  });

  it('takes a first few into an empty list', () => {
    expect(mergeNewest([page('')], page('ba'))?.added).toBe(2);
  });
});
