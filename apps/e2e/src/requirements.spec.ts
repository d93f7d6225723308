import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { REQUIREMENTS } from './requirements.js';

const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.e2e-spec\.ts$|-stories\.ts$/.test(file))
  .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'))
  .join('\n');

describe('the acceptance register', () => {
  it.each(Object.keys(REQUIREMENTS))('has a test for %s', (id) => {
    expect(tests).toContain(`'[${id}] `);
  });

  it('knows every id that a test names', () => {
    const named = [...tests.matchAll(/\[([A-Z]+-\d+)\]/g)].map(([, id]) => id);
    expect(named.filter((id) => !(String(id) in REQUIREMENTS))).toEqual([]);
  });
});
