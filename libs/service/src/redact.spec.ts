import { describe, expect, it } from '@jest/globals';
import { redact, redactText } from './redact.js';

const JWT = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJtZSJ9.c2lnbmF0dXJl';

describe('redact', () => {
  it.each([
    ['authorization'],
    ['Authorization'],
    ['proxy-authorization'],
    ['Set-Cookie'],
    ['cookie'],
    ['password'],
    ['adminPassword'],
    ['accessToken'],
    ['refresh_token'],
    ['mcpTokens'],
    ['clientSecret'],
    ['credential'],
    ['sealedCredentials'],
    ['x-api-key'],
    ['privateKey'],
  ])('hides what is under the key %s', (key) => {
    expect(redact({ outer: [{ [key]: 'hunter2' }] })).toEqual({ outer: [{ [key]: '[redacted]' }] });
    expect(JSON.stringify(redact({ [key]: { nested: ['hunter2'] } }))).not.toContain('hunter2');
  });

  it('leaves counts and flags under such a key', () => {
    expect(redact({ totalTokens: 12, hasPassword: true, token: null })).toEqual({
      totalTokens: 12,
      hasPassword: true,
      token: null,
    });
  });

  it.each([
    [`token ${JWT} end`, 'token [redacted] end'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    ['bearer AbC123==', 'bearer [redacted]'],
    ['nats://policy:hunter2@bus:4222/x', 'nats://[redacted]@bus:4222/x'],
    ['postgres://app:p@ss@db/x', 'postgres://[redacted]@db/x'],
    ['GET /cb?state=1&code=hunter2&x=2', 'GET /cb?state=1&code=[redacted]&x=2'],
    ['nothing to hide: a.b.c 12:30', 'nothing to hide: a.b.c 12:30'],
  ])('rewrites %s', (text, expected) => {
    expect(redactText(text)).toBe(expected);
  });

  it('redacts errors, their causes and their own fields', () => {
    const cause = new Error('connect nats://policy:hunter2@bus failed');
    const error = Object.assign(new Error(`sent ${JWT}`, { cause }), { token: 'hunter2', code: 'E_X' });
    const text = JSON.stringify(redact(error));
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain(JWT);
    expect(text).toContain('E_X');
  });

  it('survives cycles, bytes and big integers', () => {
    const cyclic: Record<string, unknown> = { size: 10n, bytes: Buffer.from('hunter2') };
    cyclic['self'] = cyclic;
    const text = JSON.stringify(redact(cyclic));
    expect(text).toContain('[too deep]');
    expect(text).not.toContain('hunter2');
  });
});
