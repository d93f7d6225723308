import { describe, expect, it } from '@jest/globals';
import { countOthers, describeKeyUse } from './rotation-report.js';

const PROBLEM = { place: 't k', workspaceId: 'w', code: 'sealing.cannot_open', message: 'no' };

describe('the report of a rotation', () => {
  it('counts the secrets of each key and names the current one', () => {
    const secretsByKey = new Map([
      ['b', 2],
      ['a', 1],
    ]);
    expect(describeKeyUse({ secretsByKey, problems: [] }, 'b')).toEqual([
      '1 secret under the key a',
      '2 secrets under the key b, which is current',
    ]);
    expect(countOthers({ secretsByKey, problems: [] }, 'b')).toBe(1);
    expect(describeKeyUse({ secretsByKey: new Map(), problems: [] }, 'b')).toEqual(['no secrets']);
  });

  it('says where each secret is that does not open, and does not fill the screen', () => {
    const lines = describeKeyUse(
      { secretsByKey: new Map(), problems: Array.from({ length: 103 }, () => PROBLEM) },
      'b',
    );
    expect(lines).toHaveLength(102);
    expect(lines[1]).toBe('cannot be opened: t k of workspace w (sealing.cannot_open: no)');
    expect(lines.at(-1)).toBe('and 3 more that cannot be opened');
  });
});
