import { describe, expect, it } from '@jest/globals';
import { clearedSessionCookie, readSessionCookie, sessionCookie } from './session-cookie.js';

const HTTP = new URL('http://127.0.0.1:7400');
const HTTPS = new URL('https://countersign.example.com');

describe('the session cookie', () => {
  it('is unreadable by scripts, and over https bound to the host', () => {
    expect(sessionCookie('abc', 60, HTTP)).toBe('countersign_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60');
    expect(sessionCookie('abc', 60, HTTPS)).toBe(
      '__Host-countersign_session=abc; Path=/; HttpOnly; SameSite=Lax; Max-Age=60; Secure',
    );
    expect(clearedSessionCookie(HTTP)).toContain('countersign_session=; ');
  });

  it.each([
    ['countersign_session=abc', 'abc'],
    ['a=b; countersign_session=abc; c=d', 'abc'],
    ['countersign_session=a=b', 'a=b'],
    ['xcountersign_session=abc', undefined],
    ['countersign_session=', undefined],
    ['countersign_session=abc; countersign_session=def', undefined],
    [undefined, undefined],
  ])('is read from %p as %p', (header, secret) => {
    expect(readSessionCookie(header, HTTP)).toBe(secret);
  });

  it('is not taken over https from a name that any subdomain could set', () => {
    expect(readSessionCookie('countersign_session=planted', HTTPS)).toBeUndefined();
    expect(readSessionCookie('__Host-countersign_session=abc', HTTPS)).toBe('abc');
  });
});
