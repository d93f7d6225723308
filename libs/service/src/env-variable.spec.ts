import { describe, expect, it } from '@jest/globals';
import {
  ConfigError,
  envBool,
  envChoice,
  envInt,
  envJson,
  envPort,
  envString,
  envUrl,
  optional,
  readEnv,
} from './index.js';

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('readEnv', () => {
  it('reads every kind of variable', () => {
    const env = readEnv(
      {
        NAME: 'policy',
        SIZE: '12',
        PORT: '7400',
        FAST: 'true',
        MODE: 'slow',
        URL: 'nats://127.0.0.1:4222',
        HOSTS: '["a"]',
      },
      {
        name: envString('NAME'),
        size: envInt('SIZE', { min: 1 }),
        port: envPort('PORT'),
        fast: envBool('FAST'),
        mode: envChoice('MODE', ['slow', 'fast']),
        url: envUrl('URL', { protocols: ['nats:', 'tls:'] }),
        hosts: envJson('HOSTS', (value) => value as string[]),
      },
    );
    expect(env).toEqual({
      name: 'policy',
      size: 12,
      port: 7400,
      fast: true,
      mode: 'slow',
      url: 'nats://127.0.0.1:4222',
      hosts: ['a'],
    });
  });

  it('uses the default of an absent and of an empty variable', () => {
    const shape = { size: envInt('SIZE', { default: 3 }), key: optional(envString('KEY')) };
    expect(readEnv({}, shape)).toEqual({ size: 3, key: undefined });
    expect(readEnv({ SIZE: '', KEY: '' }, shape)).toEqual({ size: 3, key: undefined });
  });

  it('lists every problem in one error', () => {
    const shape = {
      name: envString('NAME'),
      size: envInt('SIZE', { min: 1, max: 9 }),
      count: envInt('COUNT'),
      url: envUrl('URL', { protocols: ['https:'] }),
      mode: envChoice('MODE', ['slow', 'fast']),
      hosts: envJson('HOSTS', (value) => value),
    };
    const source = { SIZE: '10', COUNT: '1e3', URL: 'ftp://x/', MODE: 'medium', HOSTS: '[' };
    expect(problemsOf(() => readEnv(source, shape))).toEqual([
      'NAME is required',
      'SIZE is not between 1 and 9',
      'COUNT is not a whole number',
      'URL does not start with https:',
      'MODE is not one of slow, fast',
      'HOSTS is not JSON',
    ]);
  });

  it('never repeats a value in its message', () => {
    const problems = problemsOf(() =>
      readEnv({ URL: 'hunter2', KEYS: '{"k": hunter2}' }, { a: envUrl('URL'), b: envJson('KEYS', (v) => v) }),
    );
    expect(problems.join()).not.toContain('hunter2');
  });
});
