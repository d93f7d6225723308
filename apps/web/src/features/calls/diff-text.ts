import { diffLines } from 'diff';

export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Two texts, line by line. */
export function diffText(before: string, after: string): DiffLine[] {
  return diffLines(endLine(before), endLine(after)).flatMap(({ added, removed, value }) => {
    const kind = added ? 'added' : removed ? 'removed' : 'same';
    return value
      .replace(/\n$/, '')
      .split('\n')
      .map((text): DiffLine => ({ kind, text }));
  });
}

/** Two JSON texts laid out, and compared line by line. */
export function diffJson(before: string, after: string): DiffLine[] {
  return diffText(layOut(before), layOut(after));
}

function layOut(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    // Cut off, or no JSON at all: compared as it is.
    return text;
  }
}

/** So that the last line differs only where its text does. */
function endLine(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}
