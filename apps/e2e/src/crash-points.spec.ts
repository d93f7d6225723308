import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ROOT } from './system/running-system.js';

/** As the design of a call's life numbers them. */
const POINTS = Array.from({ length: 28 }, (_, index) => index + 1);
const ROW = /^\| (\d+) +\| .+? +\| `(.+?)` +\| (.+?) +\|$/gm;

const rows = [...readFileSync(path.join(ROOT, 'docs', 'testing.md'), 'utf8').matchAll(ROW)].map(
  ([, point, file = '', title = '']) => ({ point: Number(point), file, title }),
);

describe('the table of crash points', () => {
  it.each(POINTS)('has a row for %i', (point) => {
    expect(rows.map((row) => row.point)).toContain(point);
  });

  it.each(rows)('names a test of $point that is there: $title', ({ file, title }) => {
    const source = readFileSync(path.join(ROOT, file), 'utf8').replaceAll("\\'", "'");
    const titles = [`'${title}`, `"${title}`, `\`${title}`];
    expect(titles.some((text) => source.includes(text))).toBe(true);
  });
});
