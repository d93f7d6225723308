import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { defineConfig, envSecret, readEnv } from './index.js';

describe('envSecret', () => {
  let folder: string;
  let path: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-secret-'));
    path = join(folder, 'key');
    writeFileSync(path, 'hunter2\n');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it('reads the variable itself', () => {
    expect(readEnv({ KEY: 'hunter1' }, { key: envSecret('KEY') })).toEqual({ key: 'hunter1' });
  });

  it('reads the file that NAME_FILE points at, without its line end', () => {
    expect(readEnv({ KEY_FILE: path }, { key: envSecret('KEY') })).toEqual({ key: 'hunter2' });
  });

  it('refuses a secret that is given twice', () => {
    expect(() => readEnv({ KEY: 'a', KEY_FILE: path }, { key: envSecret('KEY') })).toThrow('KEY is given twice');
  });

  it('names a file that cannot be read', () => {
    expect(() => readEnv({ KEY_FILE: `${path}-gone` }, { key: envSecret('KEY') })).toThrow('cannot be read');
  });
});

describe('defineConfig', () => {
  it('adds what every service has, and reports its problems together with the own ones', () => {
    const readConfig = defineConfig({ key: envSecret('KEY') }, ({ key }) => ({ key }));
    expect(readConfig({ KEY: 'k', HEALTH_PORT: '7410' })).toEqual({
      key: 'k',
      log: { level: 'info' },
      health: { host: '127.0.0.1', port: 7410 },
    });
    expect(() => readConfig({ LOG_LEVEL: 'loud' })).toThrow(/3 problem[\s\S]*KEY[\s\S]*LOG_LEVEL[\s\S]*HEALTH_PORT/);
  });
});
