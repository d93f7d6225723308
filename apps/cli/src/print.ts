import Table from 'cli-table3';
import pc from 'picocolors';

/**
 * Text of a server must not act on the terminal: control, format (bidi, zero-width), surrogate and private-use
 * characters are spelled out; line breaks and tabs stay.
 */
export function safeText(text: string): string {
  return text.replaceAll(/(?![\n\t])\p{C}/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

export function printLine(text = ''): void {
  process.stdout.write(`${text}\n`);
}

/** A table for people; an empty one says what to do next. */
export function printTable(head: readonly string[], rows: readonly (readonly string[])[], whenEmpty: string): void {
  if (rows.length === 0) return printLine(whenEmpty);
  // The kit's own colours ignore whether this is a terminal.
  const table = new Table({
    head: head.map((title) => pc.bold(title)),
    style: { head: [], border: [] },
    wordWrap: true,
  });
  for (const row of rows) table.push(row.map(safeText));
  printLine(table.toString());
}

/** `key   value` lines, one thing at a time. */
export function printFields(fields: readonly (readonly [string, string])[]): void {
  const width = Math.max(...fields.map(([name]) => name.length));
  for (const [name, value] of fields) printLine(`${pc.bold(name.padEnd(width))}  ${safeText(value)}`);
}
