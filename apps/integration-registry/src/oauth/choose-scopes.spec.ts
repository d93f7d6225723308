import { describe, expect, it } from '@jest/globals';
import { chooseScopes, needsConsent, withOfflineAccess } from './choose-scopes.js';

const NOTHING = { wanted: [], challenged: [], supported: [], granted: [], missing: [] };
const issuer = 'https://login.example';

describe('the scopes to ask for', () => {
  it('are those of the first source that names any', () => {
    const all = { ...NOTHING, wanted: ['a'], challenged: ['b'], supported: ['c'] };
    expect(chooseScopes(all)).toEqual(['a']);
    expect(chooseScopes({ ...all, wanted: [] })).toEqual(['b']);
    expect(chooseScopes({ ...all, wanted: [], challenged: [] })).toEqual(['c']);
    expect(chooseScopes(NOTHING)).toEqual([]);
  });

  it('are joined by what was granted and is missing, once something is missing', () => {
    expect(chooseScopes({ ...NOTHING, challenged: ['a'], granted: ['a', 'b'], missing: ['c'] })).toEqual([
      'a',
      'b',
      'c',
    ]);
    expect(chooseScopes({ ...NOTHING, challenged: ['a'], granted: ['a', 'b'] })).toEqual(['a']);
  });
});

describe('offline access', () => {
  const offering = { issuer, scopes_supported: ['openid', 'offline_access'] };

  it('is asked for where it is offered, beside something else', () => {
    expect(withOfflineAccess(['a'], offering)).toEqual(['a', 'offline_access']);
    expect(withOfflineAccess(['offline_access', 'a'], offering)).toEqual(['offline_access', 'a']);
    expect(withOfflineAccess([], offering)).toEqual([]);
    expect(withOfflineAccess(['a'], { issuer })).toEqual(['a']);
    expect(withOfflineAccess(['a'], { ...offering, grant_types_supported: ['authorization_code'] })).toEqual(['a']);
  });

  it('is left out where there are as many scopes as there may be', () => {
    const scopes = Array.from({ length: 64 }, (_, index) => `scope-${index}`);
    expect(withOfflineAccess(scopes, offering)).toEqual(scopes);
    expect(withOfflineAccess(scopes.slice(1), offering)).toHaveLength(64);
  });

  it('needs a person to be asked', () => {
    expect(needsConsent(['a', 'offline_access'])).toBe(true);
    expect(needsConsent(['a'])).toBe(false);
  });
});
