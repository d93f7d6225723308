import { describe, expect, it } from '@jest/globals';
import { findMissedChanges, type StoredState } from './find-missed-changes.js';

const stored = (change: Partial<StoredState> = {}): StoredState => ({
  connectionRevision: 2,
  snapshotRevision: 3,
  removedAt: null,
  ...change,
});
const current = { connectionRevision: 2, snapshotRevision: 3, removed: false };
const removedAt = new Date(0);

describe('findMissedChanges', () => {
  it.each([
    ['nothing where both are the same', stored(), current, []],
    ['a registration', null, { ...current, snapshotRevision: 0 }, ['registered']],
    ['a registration with its discoveries', null, current, ['registered', 'discovered']],
    ['a discovery', stored({ snapshotRevision: 2 }), current, ['discovered']],
    ['the first discovery', stored({ snapshotRevision: null }), current, ['discovered']],
    ['no discovery before the first', stored({ snapshotRevision: null }), { ...current, snapshotRevision: 0 }, []],
    ['a moved connection', stored({ connectionRevision: 1 }), current, ['moved']],
    [
      'a moved connection with its discovery',
      stored({ connectionRevision: 1, snapshotRevision: 2 }),
      current,
      ['moved', 'discovered'],
    ],
    ['a removal', stored(), { ...current, removed: true }, ['removed']],
    ['a removal of what was never heard of', null, { ...current, removed: true }, ['removed']],
    ['nothing behind a tombstone', stored({ removedAt, snapshotRevision: 1 }), current, []],
    ['no second removal', stored({ removedAt }), { ...current, removed: true }, []],
    ['nothing where the registry went back', stored({ connectionRevision: 5, snapshotRevision: 9 }), current, []],
  ])('finds %s', (_, before, now, missed) => {
    expect(findMissedChanges(before, now)).toEqual(missed);
  });
});
