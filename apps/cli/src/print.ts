import Table from 'cli-table3';
import { displayText } from '@countersign/tool-name';
import pc from 'picocolors';
import { columnWidths, displayWidth, PADDING, wrapLine } from './column-widths.js';
import { replaceHidden } from './replace-hidden.js';

/** Text of a server must not act on the terminal, nor hide there: line breaks and tabs stay, anything of that kind is spelled out. */
export const safeText = displayText;

/** The same on one line: a line break in a name must not begin a line of its own. */
export function safeLine(text: string): string {
  return safeText(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

/** The same value to a program, and nothing that acts on a terminal. */
export function printJson(value: unknown): void {
  process.stdout.write(toJsonText(value));
}

export function toJsonText(value: unknown): string {
  return `${replaceHidden(JSON.stringify(value, null, 2), toJsonEscapes)}\n`;
}

/** One line, for programs that read as it comes. */
export function printJsonLine(value: unknown): void {
  process.stdout.write(`${replaceHidden(JSON.stringify(value), toJsonEscapes)}\n`);
}

function toJsonEscapes(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** For people, beside an output that a program may read. */
export function printNote(text: string): void {
  process.stderr.write(`${text}\n`);
}

/**
 * A table for people; an empty one says what to do next. In a terminal that is too narrow for all columns, each row is a
 * block of its own, so that ids stay in one piece.
 */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[], whenEmpty: string): void {
  if (rows.length === 0) return printLine(whenEmpty);
  const cells = rows.map((row) => row.map(safeLine));
  const natural = head.map((title, column) =>
    Math.max(...[title, ...cells.map((row) => row[column] ?? '')].map(displayWidth)),
  );
  // Undefined where it is no terminal: what a program reads has no edge.
  const widths = columnWidths(natural, process.stdout.columns ?? Infinity);
  if (widths === null) return printBlocks(head, cells);
  const table = new Table({
    head: head.map((title) => pc.bold(title)),
    colWidths: widths.map((width) => width + PADDING),
    // The kit's own colours ignore whether this is a terminal, and its lines between rows drown them.
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const row of cells) table.push(row.map((cell, column) => wrapLine(cell, widths[column] ?? Infinity)));
  printLine(table.toString());
}

function printBlocks(head: readonly string[], rows: readonly (readonly string[])[]): void {
  for (const [index, row] of rows.entries()) {
    if (index > 0) printLine();
    printFields(head.map((title, column) => [title, row[column] ?? ''] as const).filter(([, value]) => value !== ''));
  }
}

/** `key   value` lines, one thing at a time. Further lines of a value are indented, and look like no field. */
export function printFields(fields: readonly (readonly [string, string])[]): void {
  const width = Math.max(...fields.map(([name]) => name.length));
  const indent = ' '.repeat(width + 2);
  for (const [name, value] of fields) {
    printLine(`${pc.bold(name.padEnd(width))}  ${safeText(value).replaceAll('\n', `\n${indent}`)}`.trimEnd());
  }
}
