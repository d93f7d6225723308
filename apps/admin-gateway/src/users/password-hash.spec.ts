import { describe, expect, it } from '@jest/globals';
import { hashPassword, isPassword } from './password-hash.js';

describe('password hashes', () => {
  it('know their own password and no other', async () => {
    const stored = await hashPassword('correct horse');
    await expect(isPassword('correct horse', stored)).resolves.toBe(true);
    for (const other of ['Correct horse', 'correct horse ', '', 'x'.repeat(1_000)]) {
      await expect(isPassword(other, stored)).resolves.toBe(false);
    }
  });

  it('say what they cost, and differ for equal passwords', async () => {
    const [one, other] = [await hashPassword('same'), await hashPassword('same')];
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
  });

  it('read the costs they were made with', async () => {
    // A vector of the reference implementation's own tests: "password", "somesalt", 256 KiB.
    const stored = '$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4';
    await expect(isPassword('password', stored)).resolves.toBe(true);
  });

  it('take the same letters however the keyboard composed them', async () => {
    await expect(isPassword('pa\u0308ss', await hashPassword('p\u00e4ss'))).resolves.toBe(true);
  });

  it.each(['', '$2b$10$abc', '$argon2i$v=19$m=1,t=1,p=1$YQ$YQ'])('are an error when they are %p', async (stored) => {
    await expect(isPassword('x', stored)).rejects.toThrow('cannot be read');
  });
});
