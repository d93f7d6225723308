import { describe, expect, it } from '@jest/globals';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { aTool } from './a-tool.fixture-spec.js';
import { newerList, type ToolList } from './newer-list.js';

function aList(revision: number, fields: Partial<ToolList> = {}): ToolList {
  return { items: [aTool()], revision, snapshotRevision: 1, ...fields };
}

describe('the newer of two lists of tools', () => {
  it.each([
    ['the first one', undefined, aList(1), 'arrived'],
    ['a newer revision', aList(1), aList(2, { items: [] }), 'arrived'],
    ['an older revision', aList(2), aList(1, { snapshotRevision: 9 }), 'known'],
    ['the same revision with other contents', aList(1), aList(1, { items: [] }), 'arrived'],
    ['the same revision of an older discovery', aList(1, { snapshotRevision: 2 }), aList(1), 'known'],
  ])('is told for %s', (_, known, arrived, newer) => {
    expect(newerList(known, arrived)).toEqual(newer === 'known' ? known : arrived);
  });

  it('keeps the tools that are the same, so that only those that changed are drawn again', () => {
    const known = aList(1, { items: [aTool({ name: 'a' }), aTool({ name: 'b' })] });
    const arrived = aList(2, { items: [aTool({ name: 'a' }), aTool({ name: 'b', enabled: false })] });
    const shown = newerList(known, arrived) as ToolList;
    expect(shown.items[0]).toBe(known.items[0]);
    expect(shown.items[1]).toEqual(arrived.items[1]);
  });

  it('is the one in the cache, also when an older answer arrives after a change', async () => {
    const queryClient = new QueryClient();
    const late = Promise.withResolvers<ToolList>();
    const answers = [Promise.resolve(aList(1)), late.promise];
    const observer = new QueryObserver<ToolList>(queryClient, {
      queryKey: ['tools'],
      queryFn: () => answers.shift() ?? Promise.reject(new Error('asked too often')),
      structuralSharing: newerList,
    });
    const seen: number[] = [];
    const stop = observer.subscribe(({ data }) => data && seen.push(data.revision));
    await observer.refetch({ cancelRefetch: false });
    const refetched = observer.refetch();
    queryClient.setQueryData(['tools'], aList(2));
    late.resolve(aList(1));
    await refetched;
    expect(queryClient.getQueryData(['tools'])).toMatchObject({ revision: 2 });
    expect(observer.getCurrentResult().data).toMatchObject({ revision: 2 });
    stop();
    queryClient.clear();
    expect(seen).toEqual([...seen].sort());
  });
});
