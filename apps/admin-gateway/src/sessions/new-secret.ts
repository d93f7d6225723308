import { randomBytes } from 'node:crypto';

const SECRET_BYTES = 32;

/** For a cookie or a link: 43 characters that stand in a URL as they are. */
export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}
