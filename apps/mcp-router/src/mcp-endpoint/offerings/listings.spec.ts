import { describe, expect, it } from '@jest/globals';
import { MCP_ENDPOINT_NAMES, RESOURCE_URI_BYTES_MAX } from '@countersign/tool-name';
import { LISTING_ITEMS_MAX } from '../../limits.js';
import { KeptListings } from './kept-listings.js';
import { toPrompt, toResource, toTemplate } from './listed-item.js';
import { ListingBuilder } from './listing.js';
import { decodeCursor, mergedPage } from './merged-page.js';
import { exposeItems, PROMPTS, RESOURCES, type ExposedItem } from './offering.js';

describe('what a server lists', () => {
  it('is shown without what strict clients could not read, and without icons', () => {
    expect(
      toPrompt({
        name: 'p',
        title: 1,
        description: 'd',
        arguments: [{ name: 'a', required: true }],
        icons: [{ src: 'https://tracker.example/pixel.png' }],
        _meta: { a: 1 },
      }),
    ).toEqual({
      key: 'p',
      described: { description: 'd', arguments: [{ name: 'a', required: true }], _meta: { a: 1 } },
    });
    expect(toPrompt({ name: 'p', arguments: [{ title: 'no name' }] })).toEqual({ key: 'p', described: {} });
    expect(toResource({ uri: 'a:b', name: 'n', size: -1, annotations: { priority: 2 } })).toEqual({
      key: 'a:b',
      described: { name: 'n' },
    });
    expect(toResource({ uri: 'a:b', name: 'n', size: 7, annotations: { audience: ['user'] } })?.described).toEqual({
      name: 'n',
      size: 7,
      annotations: { audience: ['user'] },
    });
  });

  it.each([[null], ['text'], [{}], [{ name: 1, uri: 2, uriTemplate: 3 }], [{ uri: 'a:b', uriTemplate: 'a:{b}' }]])(
    'is left out where it has no name: %j',
    (value) => {
      expect([toPrompt(value), toResource(value), toTemplate(value)]).toEqual([undefined, undefined, undefined]);
    },
  );

  it('is what it listed first, once each, up to what one server may have', () => {
    const builder = new ListingBuilder(toPrompt);
    builder.add([{ name: 'a', description: 'first' }, { name: 'a' }, 7]);
    builder.add({ not: 'a list' });
    expect(builder.build().items).toEqual([{ key: 'a', described: { description: 'first' } }]);
    builder.add(Array.from({ length: LISTING_ITEMS_MAX + 1 }, (_, index) => ({ name: `p${index}` })));
    expect([builder.isFull, builder.build().items.length]).toEqual([true, LISTING_ITEMS_MAX]);
    const wide = new ListingBuilder(toPrompt);
    wide.add([{ name: 'a' }, { name: 'b', description: 'x'.repeat(5_000_000) }, { name: 'c' }]);
    expect(wide.build().items.map(({ key }) => key)).toEqual(['a']);
  });

  it('is not shown where no client could name it', () => {
    const names = ['', '\uD800', 'x'.repeat(2_000), 'ok'].map((key) => ({ key, described: {} }));
    expect(exposeItems(PROMPTS, names, 'Jira', { names: MCP_ENDPOINT_NAMES })).toEqual([
      { key: 'Jira__ok', json: '{"name":"Jira__ok"}' },
    ]);
    const uris = ['', 'x'.repeat(RESOURCE_URI_BYTES_MAX + 1), 'a:b'].map((key) => ({ key, described: {} }));
    expect(exposeItems(RESOURCES, uris, 'Jira', { names: MCP_ENDPOINT_NAMES }).map(({ key }) => key)).toEqual([
      'mcp+jira:a:b',
    ]);
  });
});

describe('a page of what several servers list', () => {
  const items = ['c', 'a', 'b', 'd'].map((key): ExposedItem => ({ key, json: JSON.stringify({ name: key }) }));

  it('holds everything, in one order, where it fits', () => {
    const { items: page, nextCursor } = mergedPage(items, '', 1_000);
    expect([page.join(','), nextCursor]).toEqual(['{"name":"a"},{"name":"b"},{"name":"c"},{"name":"d"}', undefined]);
    expect(mergedPage([], '', 1_000)).toEqual({ items: [], nextCursor: undefined });
  });

  it('begins behind the item before, though that one has gone', () => {
    const first = mergedPage(items, '', 30);
    expect(first.items).toHaveLength(2);
    const after = decodeCursor(first.nextCursor) ?? '';
    const rest = mergedPage(
      items.filter(({ key }) => key !== 'b'),
      after,
      1,
    );
    expect(rest.items).toEqual(['{"name":"c"}']);
    expect(mergedPage(items, decodeCursor(rest.nextCursor) ?? '', 1)).toMatchObject({ nextCursor: undefined });
  });

  it.each([[7], [''], ['!!'], ['YQ==']])('takes no cursor that is not ours: %j', (cursor) => {
    expect(decodeCursor(cursor)).toBeUndefined();
  });
});

describe('KeptListings', () => {
  const listing = { items: [], bytes: 4 };

  it('knows a listing until it is too old', () => {
    const kept = new KeptListings();
    kept.keep('a', listing, 100);
    expect(kept.find('a', 99)).toMatchObject(listing);
    expect([kept.find('a', 100), kept.find('b', 0)]).toEqual([undefined, undefined]);
  });

  it('forgets the oldest when there is no room', () => {
    const kept = new KeptListings(10);
    for (const key of ['a', 'b', 'b', 'c']) kept.keep(key, listing, 100);
    expect(['a', 'b', 'c'].filter((key) => kept.find(key, 0) !== undefined)).toEqual(['b', 'c']);
  });
});
