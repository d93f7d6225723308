import { describe, expect, it } from '@jest/globals';
import { columnWidths, displayWidth, wrapLine } from './column-widths.js';

const UUID = 36;
const TIME = 24;

describe('the columns of a table', () => {
  it('are as wide as what is in them, where nothing limits them', () => {
    expect(columnWidths([10, UUID, 40], Infinity)).toEqual([10, UUID, 40]);
  });

  it('are as wide as they need to be where a program reads them, and limited in a terminal', () => {
    expect(columnWidths([1_024], Infinity)).toEqual([1_024]);
    expect(columnWidths([1_024], 200)).toEqual([56]);
  });

  it('give way in a narrow terminal, the widest first, but for ids and times', () => {
    expect(columnWidths([50, 10], 60)).toEqual([43, 10]);
    expect(columnWidths([UUID, 30], 70)).toEqual([UUID, 27]);
    expect(columnWidths([TIME, 30, 25], 80)).toEqual([TIME, 23, 23]);
  });

  it('are given up where nobody could read them', () => {
    expect(columnWidths([UUID, UUID, 20], 80)).toBeNull();
    expect(columnWidths([40, 40, 40, 40], 70)).toBeNull();
  });
});

describe('a line in a terminal', () => {
  it.each([
    ['issue.get', 9],
    ['課題.検索', 9],
    ['한글', 4],
    ['e\u0301', 1],
    ['😀', 2],
    ['', 0],
  ])('%j takes %d columns', (line, width) => {
    expect(displayWidth(line)).toBe(width);
  });

  it('is wrapped without losing a character', () => {
    expect(wrapLine('abcdef', 4)).toBe('abcd\nef');
    expect(wrapLine('漢字漢字', 5)).toBe('漢字\n漢字');
    expect(wrapLine('ae\u0301e\u0301', 2)).toBe('ae\u0301\ne\u0301');
    expect(wrapLine('short', 5)).toBe('short');
    expect(wrapLine('This tool is new', 11)).toBe('This tool \nis new');
    expect(wrapLine('a longer-word', 6)).toBe('a long\ner-wor\nd');
  });
});
