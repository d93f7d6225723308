import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { decodeExposedName, encodeExposedName, parsePolicyKey, policyKey, resolveExposedName } from './index.js';

/** The rows of a fixture file: tab-separated fields, `#` comments, `-` for an empty field. */
function rowsOf(file: string): string[][] {
  const lines = readFileSync(new URL(`../fixtures/${file}`, import.meta.url), 'utf8').split('\n');
  const rows = lines.filter((line) => line !== '' && !line.startsWith('#')).map((line) => line.split('\t'));
  return rows.map((row) => row.map((field) => (field === '-' ? '' : field)));
}

describe('valid.txt', () => {
  it.each(rowsOf('valid.txt'))('prefix %j, budget %s: %s %s is %s and back', (prefix, budget, slug, json, exposed) => {
    const options = { prefix: prefix ?? '', budget: Number(budget) };
    const ref = { integrationSlug: slug ?? '', toolName: JSON.parse(json ?? '') as string };
    expect(encodeExposedName(ref, options)).toBe(exposed);
    expect(resolveExposedName(exposed ?? '', options, () => ['another', ref.toolName])).toEqual(ref);
    expect(parsePolicyKey(policyKey(ref))).toEqual(ref);
  });
});

describe('invalid.txt', () => {
  it.each(rowsOf('invalid.txt'))('prefix %j, budget %s: refuses %s as %s', (prefix, budget, json, code) => {
    const name = JSON.parse(json ?? '') as string;
    const decode = () => decodeExposedName(name, { prefix: prefix ?? '', budget: Number(budget) });
    expect(decode).toThrow(expect.objectContaining({ name: 'InvalidToolNameError', code }));
  });
});
