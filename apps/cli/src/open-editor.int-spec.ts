import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEditor } from './open-editor.js';

/** Appends to the file what it is told to, and ends as it is told to. */
const EDITOR = `
import { appendFileSync, statSync } from 'node:fs';
const [text, exitCode, file] = process.argv.slice(2);
appendFileSync(file, text + (statSync(file).mode & 0o777).toString(8));
process.exitCode = Number(exitCode);
`;

describe('an editor', () => {
  let folder: string;
  let editor: string;

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'countersign-cli-'));
    editor = path.join(folder, 'editor.mjs');
    await writeFile(editor, EDITOR);
  });
  afterAll(() => rm(folder, { recursive: true }));

  const left = async (): Promise<string[]> =>
    (await readdir(tmpdir())).filter((name) => /^countersign-\w{6}$/.test(name));

  it('is started with its arguments on a file for the owner alone, which is gone afterwards', async () => {
    const before = await left();
    const env = { VISUAL: '', EDITOR: `${process.execPath}  ${editor} edited 0` };
    expect(await openEditor('text ', env)).toBe('text edited600');
    expect(await left()).toEqual(before);
  });

  it.each([
    ['ends badly', () => `${process.execPath} ${editor} edited 1`, 'did not end well'],
    ['is not there', () => '/no/such/editor', 'cannot be started'],
  ])('that %s decides nothing', async (_, command, message) => {
    const before = await left();
    await expect(openEditor('text', { EDITOR: command() })).rejects.toThrow(message);
    expect(await left()).toEqual(before);
  });
});
