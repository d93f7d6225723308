import { createHash } from 'node:crypto';
import { toolNameBytes } from './tool-name.js';

/**
 * The storage key of a tool name (rule 7): SHA-256 of its UTF-8, as 64 lower-case hex characters. Compare `toolNameBytes`
 * as well. Not the digest of an exposed name, which covers the slug too.
 *
 * @throws InvalidToolNameError `empty`, `malformed`, `too_long`
 */
export function toolNameDigest(name: string): string {
  return createHash('sha256').update(toolNameBytes(name)).digest('hex');
}
