import { describe, expect, it } from '@jest/globals';
import { displayText, displayToolName } from './display.js';

describe('the words of others', () => {
  it.each(['', 'plain words,\nin lines\twith tabs', '  two  spaces  ', 'größer – 日本語 😀', 'a\\u{200B}b', 'e\u0301'])(
    'are shown as they are: %j',
    (text) => {
      expect(displayText(text)).toBe(text);
    },
  );

  it.each([
    ['a control', '\u0000', '0000'],
    ['a carriage return', '\r', '000D'],
    ['an escape for terminals', '\u001B', '001B'],
    ['a C1 control', '\u009B', '009B'],
    ['a soft hyphen', '\u00AD', '00AD'],
    ['a no-break space', '\u00A0', '00A0'],
    ['an ideographic space', '\u3000', '3000'],
    ['a combining grapheme joiner', '\u034F', '034F'],
    ['a Hangul filler', '\u3164', '3164'],
    ['a zero-width space', '\u200B', '200B'],
    ['a right-to-left override', '\u202E', '202E'],
    ['an isolate', '\u2066', '2066'],
    ['a line separator', '\u2028', '2028'],
    ['a paragraph separator', '\u2029', '2029'],
    ['the blank Braille cell', '\u2800', '2800'],
    ['a variation selector', '\uFE0F', 'FE0F'],
    ['a variation selector of the supplement', '\u{E0100}', 'E0100'],
    ['a tag character', '\u{E0041}', 'E0041'],
    ['a private-use character', '\uE000', 'E000'],
    ['an unassigned code point', '\u0378', '0378'],
    ['a code point for nothing', '\uFFFF', 'FFFF'],
    ['half of a pair', '\uD83D', 'D83D'],
  ])('have %s spelled out, in a text and in a tool name', (_, character, spelled) => {
    expect(displayText(`de${character}leb`)).toBe(`de\\u{${spelled}}leb`);
    expect(displayToolName(`de${character}leb`)).toBe(`de\\u{${spelled}}leb`);
  });

  it('never hide anything that a browser or a terminal may drop', () => {
    const shown = Array.from({ length: 0x110000 }, (_, codePoint) => displayText(String.fromCodePoint(codePoint)));
    expect(
      shown.filter((text) => /(?![\n\t])[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u.test(text.replaceAll(' ', ''))),
    ).toEqual([]);
  });
});
