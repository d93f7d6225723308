import { describe, expect, it } from '@jest/globals';
import { findPasswordFlaw } from './password-rules.js';

const ADA = { email: 'ada.lovelace@example.com', name: 'Ada Lovelace' };

describe('a password', () => {
  it.each([
    ['short', 'too_short'],
    ['elevenchars', 'too_short'],
    ['x1y2'.repeat(251), 'too_long'],
    ['ada.lovelace@example.com', 'too_common'],
    ['Lovelace2026', 'too_common'],
    ['COUNTERSIGN-2026', 'too_common'],
    ['password1234', 'too_common'],
    ['aaaaaaaaaaaaaaaa', 'too_common'],
    ['012345678901', 'too_common'],
    ['Ångström'.normalize('NFD'), 'too_short'],
  ])('such as %.30s is refused as %s', (password, code) => {
    expect(findPasswordFlaw(password, ADA)?.code).toBe(code);
  });

  it.each([
    'gravel otter piano',
    'a generated password',
    '🔑🗝️ twelve chars',
    'x1y2'.repeat(250),
    'lovelace wrote notes',
  ])('such as %.30s is good', (password) => {
    expect(findPasswordFlaw(password, ADA)).toBeNull();
  });
});
