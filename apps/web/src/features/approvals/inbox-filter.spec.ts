import { describe, expect, it } from '@jest/globals';
import { readInboxFilter } from './inbox-filter.js';

describe('the filter in the address of the inbox', () => {
  it.each([
    [{}, {}],
    [{ state: 'pending', mine: false, integration: '' }, {}],
    [
      { state: 'denied', mine: true, integration: 'Notes' },
      { state: 'denied', mine: true, integration: 'Notes' },
    ],
    [{ state: 'all' }, { state: 'all' }],
    [{ state: 'lost', mine: 'yes', integration: 7, other: 1 }, {}],
  ])('reads %j as %j', (search, filter) => expect(readInboxFilter(search)).toEqual(filter));
});
