import { describe, expect, it } from '@jest/globals';
import { isPrivateOnTheWay, toInstallationUrl } from './installation-url.js';

describe('the address of an installation', () => {
  it.each([
    ['https://Tools.Example.com/', 'https://tools.example.com'],
    ['https://a.example/cs/?x#y', 'https://a.example/cs'],
    ['http://127.0.0.1:7400', 'http://127.0.0.1:7400'],
  ])('keeps %s as %s', (typed, kept) => {
    expect(toInstallationUrl(typed)).toBe(kept);
  });

  it.each(['a.example', 'ftp://a.example', 'https://', 'https://me:secret@a.example', 'javascript:alert(1)'])(
    'refuses %s',
    (typed) => {
      expect(() => toInstallationUrl(typed)).toThrow('must be the address');
    },
  );

  it.each([
    ['https://a.example', true],
    ['http://localhost:7400', true],
    ['http://[::1]:7400', true],
    ['http://a.example', false],
    ['http://127.0.0.1.a.example', false],
  ])('knows whether a token is private on the way to %s: %p', (url, isPrivate) => {
    expect(isPrivateOnTheWay(url)).toBe(isPrivate);
  });
});
