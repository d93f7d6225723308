import Table from 'cli-table3';
import pc from 'picocolors';

/**
 * Text of a server must not act on the terminal: control, format (bidi, zero-width), surrogate and private-use
 * characters are spelled out; line breaks and tabs stay.
 */
export function safeText(text: string): string {
  return text.replaceAll(/(?![\n\t])\p{C}/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** The same on one line: a line break in a name must not begin a line of its own. */
export function safeLine(text: string): string {
  return safeText(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** For people, beside an output that a program may read. */
export function printNote(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** A table for people; an empty one says what to do next. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[], whenEmpty: string): void {
  if (rows.length === 0) return printLine(whenEmpty);
  const cells = rows.map((row) => row.map(safeText));
  const widths = head.map((title, column) => widthOf([title, ...cells.map((row) => row[column] ?? '')]));
  const table = new Table({
    head: head.map((title) => pc.bold(title)),
    colWidths: widths,
    wordWrap: true,
    wrapOnWordBoundary: false,
    // The kit's own colours ignore whether this is a terminal, and its lines between rows drown them.
    style: { head: [], border: [] },
    chars: { mid: '', 'left-mid': '', 'mid-mid': '', 'right-mid': '' },
  });
  for (const row of cells) table.push(row);
  printLine(table.toString());
}

/** Longer cells are wrapped: a tool name may have 1,024 bytes. */
const CELL_WIDTH_MAX = 56;

function widthOf(texts: readonly string[]): number {
  const padding = 2;
  return Math.min(CELL_WIDTH_MAX, Math.max(...texts.map((text) => text.length))) + padding;
}

/** `key   value` lines, one thing at a time. */
export function printFields(fields: readonly (readonly [string, string])[]): void {
  const width = Math.max(...fields.map(([name]) => name.length));
  for (const [name, value] of fields) printLine(`${pc.bold(name.padEnd(width))}  ${safeText(value)}`);
}
