import { describe, expect, it } from '@jest/globals';
import { describeAnnotations } from './describe-annotations.js';

describe('annotations in words', () => {
  it('are the claims of the server, with a warning where one is due', () => {
    expect(describeAnnotations({ readOnlyHint: true, destructiveHint: true })).toEqual([
      { key: 'readOnlyHint', words: 'Says that it only reads.', isWarning: false },
      { key: 'destructiveHint', words: 'Says that it may delete or overwrite.', isWarning: true },
    ]);
  });

  it('are shown as they are where nobody knows them, or a hint is no yes or no', () => {
    expect(
      describeAnnotations({ title: 'Close', readOnlyHint: 'yes', limits: { a: 1 } }).map(({ words }) => words),
    ).toEqual(['title: Close', 'readOnlyHint: yes', 'limits: {"a":1}']);
  });

  it('are none where there are none', () => {
    expect(describeAnnotations(null)).toEqual([]);
  });
});
