import { createHash, timingSafeEqual } from 'node:crypto';

/** Crockford's: nothing that is read or typed as something else. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 80 bits: with two minutes, one use and a verifier besides, hopeless to guess. */
export const CODE_LENGTH = 16;
const GROUP_LENGTH = 4;

/**
 * | random bytes            | code                  |
 * |-------------------------|-----------------------|
 * | sixteen, the last 5 bits | `7QRM-2ZKD-0YVA-9XTP` |
 */
export function toLoginCode(random: Uint8Array): string {
  const letters = [...random.subarray(0, CODE_LENGTH)].map((byte) => ALPHABET[byte % ALPHABET.length] ?? '').join('');
  return letters.match(new RegExp(`.{${GROUP_LENGTH}}`, 'g'))?.join('-') ?? '';
}

/** What the row is found by, however the code was typed. */
export function hashOfLoginCode(code: string): string {
  return createHash('sha256').update(code.replaceAll(/[\s-]/g, '').toUpperCase()).digest('hex');
}

/** RFC 7636, S256. */
export function isVerifierOf(challenge: string, verifier: string): boolean {
  const given = createHash('sha256').update(verifier).digest();
  const wanted = Buffer.from(challenge, 'base64url');
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
