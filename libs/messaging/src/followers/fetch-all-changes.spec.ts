import { describe, expect, it } from '@jest/globals';
import { fetchAllChanges } from './fetch-all-changes.js';

describe('fetchAllChanges', () => {
  it('reads every page, and reaches only as far as all of them do', async () => {
    const pages = [
      { revision: 7, changes: [1, 2], nextCursor: 'b' },
      { revision: 6, changes: [3], nextCursor: 'c' },
      { revision: 9, changes: [4], nextCursor: null },
    ];
    const cursors: (string | undefined)[] = [];
    const result = await fetchAllChanges((cursor) => {
      cursors.push(cursor);
      return Promise.resolve(pages[cursors.length - 1] ?? { revision: 0, changes: [] });
    });
    expect(result).toEqual({ revision: 6, changes: [1, 2, 3, 4] });
    expect(cursors).toEqual([undefined, 'b', 'c']);
  });

  it('does not follow a cursor for ever', async () => {
    const endless = () => Promise.resolve({ revision: 1, changes: [], nextCursor: 'same' });
    await expect(fetchAllChanges(endless)).rejects.toThrow('did not end');
  });
});
