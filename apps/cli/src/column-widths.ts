/** Longer cells are wrapped: a tool name may have 1,024 bytes. */
const CELL_WIDTH_MAX = 56;
/** Wrapped to less than this, nobody reads a cell. */
const CELL_WIDTH_MIN = 16;
/** A space on either side of a cell, and the line between two. */
export const PADDING = 2;
const BORDER = 1;

/**
 * Widths of the columns of a table, without padding, for what is in them and a terminal of so many columns; null where it
 * would only be read with effort. The widest column gives way first, and ids and times do not at all.
 */
export function columnWidths(natural: readonly number[], terminal: number): number[] | null {
  // What a program reads has no edge, and a row is a line of it.
  if (terminal === Infinity) return [...natural];
  const widths = natural.map((width) => Math.min(width, CELL_WIDTH_MAX));
  const room = terminal - natural.length * (PADDING + BORDER) - BORDER;
  let excess = widths.reduce((sum, width) => sum + width, 0) - room;
  while (excess > 0) {
    const yielding = widths.map((width, column) => (KEPT.has(natural[column] ?? 0) ? 0 : width));
    const widest = Math.max(...yielding);
    if (widest <= CELL_WIDTH_MIN) return null;
    widths[yielding.indexOf(widest)] = widest - 1;
    excess -= 1;
  }
  return widths;
}

/** A UUID and a time: broken in two, they cannot be copied. */
const KEPT: ReadonlySet<number> = new Set(
  ['01938f5e-7c1a-7d2b-9e3f-4a5b6c7d8e9f', '2026-11-23T10:00:00.000Z'].map(({ length }) => length),
);

/** Terminals draw these over two columns. */
const WIDE =
  /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Emoji_Presentation}|[\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/u;

/** How many columns of a terminal a line takes. */
export function displayWidth(line: string): number {
  let width = 0;
  for (const character of line) width += widthOf(character);
  return width;
}

/** In lines of at most so many columns, after spaces where that is no waste, with every character of it. */
export function wrapLine(line: string, widthMax: number): string {
  const lines: string[] = [];
  let current = '';
  for (const character of line) {
    if (displayWidth(current + character) > widthMax) {
      const space = current.lastIndexOf(' ') + 1;
      const end = space > current.length / 2 ? space : current.length;
      lines.push(current.slice(0, end));
      current = current.slice(end);
    }
    current += character;
  }
  return [...lines, current].join('\n');
}

/** Marks stand on the letter before them. */
function widthOf(character: string): number {
  if (WIDE.test(character)) return 2;
  return /\p{M}/u.test(character) ? 0 : 1;
}
