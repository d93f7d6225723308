import { describe, expect, it } from '@jest/globals';
import { isAllowedHost, isAllowedOrigin } from './http-rules.js';

const rules = { hosts: ['localhost', '127.0.0.1', '[::1]'], origins: ['localhost'] };

describe('the host and origin rules', () => {
  it.each([
    ['localhost:7401', true],
    ['LOCALHOST', true],
    ['127.0.0.1:1', true],
    ['[::1]:7401', true],
    ['evil.example', false],
    ['localhost.evil.example:7401', false],
    ['localhost@evil.example', false],
    ['evil.example@localhost', false],
    ['', false],
    [undefined, false],
  ])('takes the host %s: %s', (host, isAllowed) => {
    expect(isAllowedHost(rules, host)).toBe(isAllowed);
  });

  it.each([
    [undefined, true],
    ['http://localhost:5173', true],
    ['https://localhost', true],
    ['null', false],
    ['file://localhost', false],
    ['https://evil.example', false],
    ['https://localhost.evil.example', false],
  ])('takes the origin %s: %s', (origin, isAllowed) => {
    expect(isAllowedOrigin(rules, origin)).toBe(isAllowed);
  });
});
