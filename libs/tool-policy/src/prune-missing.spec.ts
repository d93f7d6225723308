import { describe, expect, it } from '@jest/globals';
import { pruneMissing } from './prune-missing.js';
import { anUnreadableRow, aRow, aTool, merged, policiesOf } from '../test/builders.js';

describe('pruning missing tools', () => {
  it('forgets the missing ones and keeps the rest, unreadable rows included', () => {
    const available = aRow({ toolName: 'a' });
    const broken = anUnreadableRow('broken', 2);
    const result = pruneMissing([available, aRow({ toolName: 'b', ordinal: 1, status: 'missing' }), broken]);
    expect(result).toEqual({ rows: [available, broken], pruned: ['b'] });
  });

  it('makes a tool that comes back afterwards a new one', () => {
    const { rows } = pruneMissing([aRow({ status: 'missing' })]);
    expect(policiesOf(merged({ stored: rows, discovered: [aTool()] }).rows)).toMatchObject([{ review: 'new' }]);
  });

  it('happens by explicit action only: no merge forgets a row', () => {
    expect(merged({ stored: [aRow({ status: 'missing' })], discovered: [] }).rows).toHaveLength(1);
  });
});
