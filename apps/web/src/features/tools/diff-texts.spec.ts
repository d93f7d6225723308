import { describe, expect, it } from '@jest/globals';
import { diffTexts } from './diff-texts.js';

describe('what went and what came', () => {
  it('is told by words in one line', () => {
    expect(diffTexts('adds a short note', 'adds a long note')).toEqual([
      { kind: 'same', text: 'adds a ' },
      { kind: 'removed', text: 'short' },
      { kind: 'added', text: 'long' },
      { kind: 'same', text: ' note' },
    ]);
  });

  it('is told by lines where there are several', () => {
    expect(diffTexts('{\n  "a": 1\n}', '{\n  "a": 2\n}').map(({ kind }) => kind)).toEqual([
      'same',
      'removed',
      'added',
      'same',
    ]);
  });

  it('is told as a whole where little of it stayed', () => {
    expect(diffTexts('false', 'true')).toEqual([
      { kind: 'removed', text: 'false' },
      { kind: 'same', text: ' ' },
      { kind: 'added', text: 'true' },
    ]);
    expect(diffTexts('', 'new')).toEqual([{ kind: 'added', text: 'new' }]);
    expect(diffTexts('old', '')).toEqual([{ kind: 'removed', text: 'old' }]);
  });

  it('shows what stayed beside what was added, however much that is', () => {
    expect(diffTexts('adds a note', 'adds a note and tells everybody').map(({ kind }) => kind)).toEqual([
      'same',
      'added',
    ]);
  });

  it('loses nothing of either', () => {
    const [before, after] = ['Refunds an order to the card that paid it.', 'Sends money to any account, at once.'];
    const parts = diffTexts(before, after);
    const without = (kind: string): string =>
      parts
        .filter((part) => part.kind !== kind)
        .map(({ text }) => text)
        .join('');
    expect(without('added').trim()).toBe(before);
    expect(without('removed').trim()).toBe(after);
  });
});
