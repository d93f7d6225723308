import { describe, expect, it } from '@jest/globals';
import { CODE_LENGTH, hashOfLoginCode, isVerifierOf, toLoginCode } from './login-code.js';

describe('the code of a login', () => {
  it('is four groups of letters that nobody confuses', () => {
    const bytes = Uint8Array.from({ length: CODE_LENGTH }, (_, index) => index * 17);
    expect(toLoginCode(bytes)).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
  });

  it('is found however it was typed', () => {
    expect(hashOfLoginCode(' 7qrm 2zkd-0yva9xtp\n')).toBe(hashOfLoginCode('7QRM-2ZKD-0YVA-9XTP'));
    expect(hashOfLoginCode('7QRM-2ZKD-0YVA-9XTQ')).not.toBe(hashOfLoginCode('7QRM-2ZKD-0YVA-9XTP'));
  });

  it('belongs to who knows the verifier, as in RFC 7636, appendix B', () => {
    const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';
    expect(isVerifierOf(challenge, 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(true);
    expect(isVerifierOf(challenge, 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXl')).toBe(false);
    expect(isVerifierOf('short', 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk')).toBe(false);
  });
});
