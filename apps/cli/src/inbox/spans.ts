import pc from 'picocolors';
import { displayWidth } from '../column-widths.js';
import { safeLine } from '../print.js';

export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan' | 'inverse';

/** A piece of a line. Only `span` makes them, so that nothing in one acts on the terminal. */
export interface Span {
  readonly text: string;
  readonly style: Style | null;
}

export type Line = readonly Span[];

export function span(text: string, style: Style | null = null): Span {
  return { text: safeLine(text), style };
}

export function widthOf(line: Line): number {
  return line.reduce((width, { text }) => width + textWidth(text), 0);
}

/** Nearly everything is, and then every character takes one column. */
const PRINTABLE_ASCII = /^[ -~]*$/;

function textWidth(text: string): number {
  return PRINTABLE_ASCII.test(text) ? text.length : displayWidth(text);
}

/** At most so many columns of it; an ellipsis says that there is more. */
export function clip(line: Line, columns: number): Line {
  if (widthOf(line) <= columns) return line;
  const kept: Span[] = [];
  let room = columns - 1;
  for (const { text, style } of line) {
    const head = headOf(text, room);
    kept.push({ text: head, style });
    room -= textWidth(head);
    if (head.length < text.length) break;
  }
  return columns < 1 ? [] : [...kept, { text: '…', style: null }];
}

/** Left and right on one line; the left gives way. */
export function justify(left: Line, right: Line, columns: number): Line {
  const end = clip(right, columns);
  const room = columns - widthOf(end);
  const start = clip(left, Math.max(0, room - 1));
  return [...start, span(' '.repeat(Math.max(0, room - widthOf(start)))), ...end];
}

/** Every character of a text of several lines, on lines of at most so many columns. */
export function fold(text: string, columns: number, style: Style | null = null): Span[] {
  const width = Math.max(2, columns);
  return text.split('\n').flatMap((line) => foldSafe(safeLine(line), width).map((piece) => ({ text: piece, style })));
}

function foldSafe(line: string, columns: number): string[] {
  const pieces: string[] = [];
  let rest = line;
  while (rest.length > columns || textWidth(rest) > columns) {
    const head = headOf(rest, columns);
    const space = head.lastIndexOf(' ') + 1;
    const end = space > head.length / 2 ? space : head.length;
    pieces.push(rest.slice(0, end));
    rest = rest.slice(end);
    // More characters than columns can still fit: marks take none.
    if (head.length === 0) break;
  }
  return rest === '' && pieces.length > 0 ? pieces : [...pieces, rest];
}

function headOf(text: string, columns: number): string {
  // No character is narrower than nothing, and marks without an end are not read to it.
  const candidate = text.slice(0, Math.max(0, columns) * MARKS_MAX);
  let width = 0;
  let end = 0;
  for (const character of candidate) {
    width += displayWidth(character);
    if (width > columns) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** Code units on one column: a letter with marks; what has more is broken there. */
const MARKS_MAX = 8;

/** As the terminal takes it. */
export function paint(line: Line, isColored: boolean): string {
  const colors = pc.createColors(isColored);
  return line.map(({ text, style }) => (style === null ? text : colors[style](text))).join('');
}
