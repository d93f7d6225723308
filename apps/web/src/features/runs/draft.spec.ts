import { describe, expect, it } from '@jest/globals';
import { addDelta, type Draft } from './draft.js';

const delta = (attempt: string, index: number, text: string) => ({ turn: 1, attempt, index, text });

describe('text on its way', () => {
  it('is put together piece by piece, each once', () => {
    const pieces = [delta('a', 0, 'Hel'), delta('a', 1, 'lo'), delta('a', 1, 'lo')];
    expect(pieces.reduce(addDelta, null as Draft | null)).toMatchObject({ text: 'Hello', isPartial: false });
  });

  it('says that it is not whole when one came late, or a piece was lost', () => {
    expect(addDelta(null, delta('a', 3, 'lo'))).toMatchObject({ text: 'lo', isPartial: true });
    const gap = [delta('a', 0, 'x'), delta('a', 2, 'z'), delta('a', 3, '!')].reduce(addDelta, null as Draft | null);
    expect(gap).toMatchObject({ text: 'xz!', isPartial: true });
  });

  it('begins anew with another attempt', () => {
    expect([delta('a', 0, 'old'), delta('b', 0, 'new')].reduce(addDelta, null as Draft | null)).toMatchObject({
      text: 'new',
    });
  });
});
