import { describe, expect, it } from '@jest/globals';
import { createLocalKeyWrapper, generateKeyEncryptionKey, parseKeyEncryptionKeys } from '../key-wrapper.js';
import { openSecret, sealSecret, type SealedSecret } from '../sealed-secret.js';
import { runRotation } from './run-rotation.js';
import type { SecretStore, StoredSecret } from './stored-secret.js';

const [OLD, NEW] = [generateKeyEncryptionKey('old'), generateKeyEncryptionKey('new')];
const wrapperOf = (text: string) => createLocalKeyWrapper(parseKeyEncryptionKeys(text));

/** Secrets in memory, sealed under the old key; `meanwhile` happens after one was read. */
async function storeOf(names: readonly string[], meanwhile: (name: string, rows: Map<string, string>) => void) {
  const contextOf = (name: string) => ({ workspace: 'w', integration: name, version: 1, purpose: 'test' });
  const rows = new Map<string, string>();
  for (const name of names) {
    rows.set(name, JSON.stringify(await sealSecret(wrapperOf(OLD), name, contextOf(name))));
  }
  const store: SecretStore<StoredSecret> = {
    async *all() {
      for (const [place, sealed] of [...rows]) {
        meanwhile(place, rows);
        yield await Promise.resolve({ place, sealed, context: contextOf(place) });
      }
    },
    replace({ place, sealed }, by) {
      const isAsRead = rows.get(place) === sealed;
      if (isAsRead) rows.set(place, by);
      return Promise.resolve(isAsRead);
    },
  };
  const open = (name: string) =>
    openSecret(wrapperOf(NEW), JSON.parse(rows.get(name) ?? '') as SealedSecret, contextOf(name));
  return { rows, store, open };
}

describe('a rotation', () => {
  it('does the rest where a row is not even JSON, and names it', async () => {
    const { rows, store, open } = await storeOf(['a', 'b', 'c'], () => undefined);
    rows.set('b', 'no JSON');
    const lines: string[] = [];
    const options = { onlyCheck: false, report: (line: string) => lines.push(line) };
    expect(await runRotation(store, wrapperOf(`${NEW},${OLD}`), options)).toBe(false);
    expect([await open('a'), await open('c'), rows.get('b')]).toEqual(['a', 'c', 'no JSON']);
    expect(lines).toEqual([
      're-wrapped 2 secrets with the key new',
      '2 secrets under the key new, which is current',
      expect.stringContaining('cannot be opened: b of workspace w (sealing.cannot_open'),
    ]);
  });

  it('looks again for what was written while it looked, and overwrites none of it', async () => {
    let isWritten = false;
    const latest = await storeOf(['a'], () => undefined);
    const { rows, store, open } = await storeOf(['a'], (name, stored) => {
      if (!isWritten) stored.set(name, latest.rows.get(name) ?? '');
      isWritten = true;
    });
    expect(await runRotation(store, wrapperOf(`${NEW},${OLD}`), { onlyCheck: false, report: () => undefined })).toBe(
      true,
    );
    expect([rows.size, await open('a')]).toEqual([1, 'a']);
  });

  it('says so where a replica seals under another key than it did', async () => {
    const { store } = await storeOf(['a'], () => undefined);
    const lines: string[] = [];
    const options = { onlyCheck: false, report: (line: string) => lines.push(line) };
    const leftOut = { ...store, replace: () => Promise.resolve(false) };
    expect(await runRotation(leftOut, wrapperOf(`${NEW},${OLD}`), options)).toBe(false);
    expect(lines.at(-1)).toMatch(/^1 secret came under another key meanwhile/);
  });
});
