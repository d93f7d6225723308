import { hash } from 'node:crypto';

/**
 * SHA-256 of bytes, or of the UTF-8 of a text, as 64 lower-case hex characters.
 *
 * @throws TypeError for a text with a lone surrogate: UTF-8 would replace it, and two texts would share one hash.
 */
export function sha256Hex(input: string | Uint8Array): string {
  if (typeof input === 'string' && !input.isWellFormed()) throw new TypeError('cannot hash a lone surrogate');
  return hash('sha256', input, 'hex');
}
