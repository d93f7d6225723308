import { describe, expect, it, jest } from '@jest/globals';
import { CLOCK_TOLERANCE_SECONDS, VerifiedTokens, type Verified } from './index.js';

const NOW_SECONDS = 1_800_000_000;

describe('VerifiedTokens', () => {
  const verifier = (exp = NOW_SECONDS + 60) =>
    jest.fn((token: string): Verified<string> => ({ value: `claims of ${token}`, exp }));
  const cache = (charactersMax = 1_000, clock = { seconds: NOW_SECONDS }) =>
    new VerifiedTokens<string>({ charactersMax, now: () => new Date(clock.seconds * 1_000) });

  it('verifies a token once, and another one for itself', () => {
    const [verified, verify] = [cache(), verifier()];
    expect([verified.of('a', verify), verified.of('a', verify), verified.of('b', verify)]).toEqual([
      'claims of a',
      'claims of a',
      'claims of b',
    ]);
    expect(verify).toHaveBeenCalledTimes(2);
  });

  it('asks again when the token has expired, as the verification counts it', () => {
    const clock = { seconds: NOW_SECONDS + 60 + CLOCK_TOLERANCE_SECONDS - 1 };
    const [verified, verify] = [cache(1_000, clock), verifier()];
    verified.of('a', verify);
    verified.of('a', verify);
    expect(verify).toHaveBeenCalledTimes(1);
    clock.seconds += 1;
    const refuse = (): never => {
      throw new Error('expired');
    };
    expect(() => verified.of('a', refuse)).toThrow('expired');
    expect(() => verified.of('a', refuse)).toThrow('expired');
  });

  it('remembers no token that was refused', () => {
    const verified = cache();
    const refuse = (): never => {
      throw new Error('forged');
    };
    expect(() => verified.of('a', refuse)).toThrow('forged');
    const verify = verifier();
    verified.of('a', verify);
    expect(verify).toHaveBeenCalledTimes(1);
  });

  it('forgets those that nobody has used for longest when there are too many characters', () => {
    const [verified, verify] = [cache(30), verifier()];
    const [first, second, third] = ['1'.repeat(10), '2'.repeat(10), '3'.repeat(10)];
    for (const token of [first, second, third, first]) verified.of(token, verify);
    verified.of('4'.repeat(10), verify);
    verify.mockClear();
    verified.of(first, verify);
    expect(verify).not.toHaveBeenCalled();
    verified.of(second, verify);
    expect(verify).toHaveBeenCalledTimes(1);
  });

  it('keeps nothing of a token that is too long by itself, and answers all the same', () => {
    const [verified, verify] = [cache(5), verifier()];
    expect(verified.of('a'.repeat(10), verify)).toMatch(/^claims/);
    verified.of('b', verify);
    verified.of('b', verify);
    expect(verify).toHaveBeenCalledTimes(2);
  });
});
