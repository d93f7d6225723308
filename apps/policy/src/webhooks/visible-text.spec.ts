import { describe, expect, it } from '@jest/globals';
import { excerptArguments, explainAskReason } from './announcement.js';
import { toVisibleText } from './visible-text.js';

describe('the words of others', () => {
  it.each([
    ['plain words,\nin lines', 'plain words,\nin lines'],
    ['de\u202Eleb', 'de\\u{202E}leb'],
    ['a\u0000b\rc', 'a\\u{0000}b\\u{000D}c'],
    ['no\u00A0break', 'no\\u{00A0}break'],
    ['\u{E0041}tag', '\\u{E0041}tag'],
  ])('are shown as they are: %j', (text, shown) => {
    expect(toVisibleText(text, 100)).toBe(shown);
  });

  it('are cut between two characters', () => {
    expect(toVisibleText('abcdef', 4)).toBe('abc…');
    expect(toVisibleText('ab😀😀', 4)).toBe('ab…');
    expect(toVisibleText('abcd', 4)).toBe('abcd');
  });
});

describe('an excerpt of arguments', () => {
  it.each([
    ['{}', 4_096, { text: '{}', isCut: false }],
    ['äää', 4, { text: 'ää', isCut: true }],
    ['äää', 3, { text: 'ä', isCut: true }],
    ['a😀', 4, { text: 'a', isCut: true }],
  ])('of %s in %i bytes ends with a whole character', (text, bytesMax, expected) => {
    expect(excerptArguments(text, bytesMax)).toEqual(expected);
  });
});

describe('why a person is asked', () => {
  it.each([
    ['review_new', 'The tool is new, and nobody has reviewed it.'],
    ['name_flagged', 'The name of the tool is easy to mistake for another one, and nobody has reviewed it.'],
    ['a_newer_reason', 'a_newer_reason'],
    ['constructor', 'constructor'],
  ])('is said in words for %s', (code, words) => {
    expect(explainAskReason(code)).toBe(words);
  });
});
