import { describe, expect, it } from '@jest/globals';
import { markConnectionMoved } from './mark-connection-moved.js';
import { anUnreadableRow, aRow, aToolPolicy, aTool, merged, policiesOf } from '../test/builders.js';

describe('a connection edit', () => {
  const stored = [
    aRow({ toolName: 'a', requiresApproval: true }),
    aRow({ toolName: 'b', ordinal: 1, review: 'new' }),
    aRow({ toolName: 'c', ordinal: 2, review: 'changed', status: 'missing' }),
  ];

  it('marks every tool changed and keeps everything else', () => {
    expect(policiesOf(markConnectionMoved(stored).rows)).toEqual(
      policiesOf(stored).map((policy) => ({ ...policy, review: 'changed' })),
    );
  });

  it('writes the rows that it changed and invalidates the approvals of all', () => {
    const { changed, invalidated } = markConnectionMoved(stored);
    expect(changed).toEqual(['a', 'b']);
    expect(invalidated.map(({ toolName }) => toolName)).toEqual(['a', 'b', 'c']);
    expect(new Set(invalidated.map(({ code }) => code))).toEqual(new Set(['connection_moved']));
  });

  it('holds when the other server offers the very same definition', () => {
    const { rows } = markConnectionMoved([aRow()]);
    expect(policiesOf(merged({ stored: rows, discovered: [aTool()] }).rows)).toEqual([
      aToolPolicy({ review: 'changed' }),
    ]);
  });

  it('leaves a row that cannot be read as it is, and voids what its tool has pending', () => {
    const broken = anUnreadableRow('broken');
    const { rows, changed, invalidated } = markConnectionMoved([broken, anUnreadableRow(null)]);
    expect(rows[0]).toBe(broken);
    expect(changed).toEqual([]);
    expect(invalidated).toEqual([{ toolName: 'broken', code: 'connection_moved' }]);
  });
});
