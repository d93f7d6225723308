import { describe, expect, it } from '@jest/globals';
import { proposedScopes, readCliLogin, toCallback, wantsToDecide } from './read-cli-login.js';

const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

describe('what a command line asks for', () => {
  it('is read from the address', () => {
    expect(
      readCliLogin({ challenge, name: 'laptop', port: 40_000, state: 'abc', scopes: 'call:read,audit:read' }),
    ).toEqual({
      challenge,
      name: 'laptop',
      scopes: ['call:read', 'audit:read'],
      wayBack: { port: 40_000, state: 'abc' },
    });
    expect(readCliLogin({ challenge, name: 7 })).toEqual({ challenge, name: '7', scopes: undefined, wayBack: null });
  });

  it.each([
    [{}],
    [{ challenge: 'short' }],
    [{ challenge, port: 80, state: 'abc' }],
    [{ challenge, port: 65_536, state: 'abc' }],
    [{ challenge, port: '40000@evil.example', state: 'abc' }],
    [{ challenge, port: 40_000 }],
    [{ challenge, port: 40_000, state: 'a b' }],
  ])('is nothing in %j', (search) => {
    expect(readCliLogin(search)).toBeNull();
  });

  it('never gets a tick for deciding by itself', () => {
    const held = ['call:read', 'approval:read', 'approval:decide', 'approval:edit'] as const;
    const everything = { challenge, name: 'laptop', scopes: undefined, wayBack: null };
    expect(proposedScopes(everything, held)).toEqual(['call:read', 'approval:read']);
    const deciding = { ...everything, scopes: ['approval:decide', 'call:read', 'workspace:admin'] };
    expect(proposedScopes(deciding, held)).toEqual(['call:read']);
    expect([wantsToDecide(everything), wantsToDecide(deciding)]).toEqual([false, true]);
  });

  it('is answered on this machine', () => {
    const wayBack = { port: 40_000, state: 'abc' };
    expect(toCallback(wayBack, { code: 'A&B' })).toBe('http://127.0.0.1:40000/callback?code=A%26B&state=abc');
    expect(toCallback(wayBack, { error: 'denied' })).toBe('http://127.0.0.1:40000/callback?error=denied&state=abc');
  });
});
