import { describe, expect, it } from '@jest/globals';
import { type AskedAuth, chooseAuth } from './choose-auth.js';

describe('the way of authorizing', () => {
  it('follows from the headers where nobody chose it', () => {
    expect(chooseAuth({ hasHeaders: false })).toBe('none');
    expect(chooseAuth({ hasHeaders: true })).toBe('headers');
    expect(chooseAuth({ auth: null, hasHeaders: true, oauth: null })).toBe('headers');
  });

  it.each(['none', 'oauth2', 'client-credentials'] as const)('may be %s without headers', (auth) => {
    expect(chooseAuth({ auth, hasHeaders: false })).toBe(auth);
  });

  it('may have headers beside OAuth, and settings of OAuth', () => {
    expect(chooseAuth({ auth: 'oauth2', hasHeaders: true, oauth: { clientId: 'c' } })).toBe('oauth2');
  });

  it.each<[AskedAuth, string, string]>([
    [{ auth: 'none', hasHeaders: true }, '/headers', 'auth_none'],
    [{ auth: 'headers', hasHeaders: false }, '/headers', 'headers_required'],
    [{ auth: 'headers', hasHeaders: true, oauth: {} }, '/oauth', 'auth_mismatch'],
    [{ hasHeaders: false, oauth: { scopes: ['a'] } }, '/oauth', 'auth_mismatch'],
  ])('of %j contradicts itself at %s', (asked, pointer, code) => {
    expect(() => chooseAuth(asked)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ pointer, code })] }),
    );
  });
});
