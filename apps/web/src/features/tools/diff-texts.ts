import { diffLines, diffWordsWithSpace } from 'diff';

export interface DiffPart {
  readonly kind: 'same' | 'added' | 'removed';
  readonly text: string;
}

/** Below this share of the shorter one in common, two texts are read better one after the other than word for word. */
const ALIKE_MIN = 0.5;
/** Two values that stand in one line. */
const SHORT_MAX = 40;

/**
 * What went and what came, in one text: by lines where there are several, by words where there is one, and as a whole where
 * little of it stayed.
 */
export function diffTexts(before: string, after: string): DiffPart[] {
  if (before === '' || after === '') return wholes(before, after);
  const isLong = before.includes('\n') && after.includes('\n');
  const changes = isLong ? diffLines(before, after) : diffWordsWithSpace(before, after);
  const same = changes.filter(({ added, removed }) => !added && !removed);
  const common = same.reduce((length, { value }) => length + value.trim().length, 0);
  if (!isLong && common < ALIKE_MIN * Math.min(before.length, after.length)) return wholes(before, after);
  return changes.map(({ value, added, removed }) => ({
    kind: added ? 'added' : removed ? 'removed' : 'same',
    text: value,
  }));
}

function wholes(before: string, after: string): DiffPart[] {
  const gap = before.length + after.length <= SHORT_MAX ? ' ' : '\n';
  const parts: DiffPart[] = [
    { kind: 'removed', text: before },
    { kind: 'same', text: before === '' || after === '' ? '' : gap },
    { kind: 'added', text: after },
  ];
  return parts.filter(({ text }) => text !== '');
}
