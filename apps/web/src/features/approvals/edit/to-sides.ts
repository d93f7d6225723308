import { diffLines } from 'diff';

/** One row of two columns; null: there is nothing on that side. */
export interface SideRow {
  readonly before: string | null;
  readonly after: string | null;
  readonly isSame: boolean;
}

/** Two texts side by side: what was replaced stands beside what replaces it. */
export function toSides(before: string, after: string): SideRow[] {
  const rows: SideRow[] = [];
  let removed: string[] = [];
  const flush = (added: readonly string[] = []): void => {
    for (let index = 0; index < Math.max(removed.length, added.length); index += 1) {
      rows.push({ before: removed[index] ?? null, after: added[index] ?? null, isSame: false });
    }
    removed = [];
  };
  for (const change of diffLines(`${before}\n`, `${after}\n`)) {
    const lines = change.value.replace(/\n$/, '').split('\n');
    if (change.removed) removed = lines;
    else if (change.added) flush(lines);
    else {
      flush();
      rows.push(...lines.map((line) => ({ before: line, after: line, isSame: true })));
    }
  }
  flush();
  return rows;
}
