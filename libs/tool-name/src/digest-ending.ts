import { hash } from 'node:crypto';
import type { ToolRef } from './tool-ref.js';

/** RFC 4648 base32 in lower case. */
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** 80 bits: finding two names of one slug with the same digest takes about 2^40 attempts, and then both are withheld. */
const DIGEST_LENGTH = 16;
const DIGEST_BYTES = (DIGEST_LENGTH * 5) / 8;

const MARK = '_h';

export const DIGEST_ENDING_LENGTH = MARK.length + DIGEST_LENGTH;

/** The end of every digest form, and of no plain form. The escape rule repeats this pattern. */
export const DIGEST_ENDING = /_h([a-z2-7]{16})$/;

/** `_h` and the first 80 bits of SHA-256(slug NUL tool name) in base32 (rule 5). No slug contains NUL, so no two refs share the hashed text. */
export function digestEnding(ref: ToolRef): string {
  const sha256 = hash('sha256', `${ref.integrationSlug}\0${ref.toolName}`, 'buffer');
  return MARK + base32(sha256.subarray(0, DIGEST_BYTES));
}

/** Base32 without padding, of whole 5-bit groups. */
function base32(bytes: Uint8Array): string {
  let text = '';
  let pending = 0;
  let pendingBits = 0;
  for (const byte of bytes) {
    pending = (pending << 8) | byte;
    pendingBits += 8;
    for (; pendingBits >= 5; pendingBits -= 5) text += BASE32.charAt((pending >> (pendingBits - 5)) & 31);
    pending &= (1 << pendingBits) - 1;
  }
  return text;
}
