import { createHash, createHmac } from 'node:crypto';

/** What the row is found by. The secret has 256 random bits, so a fast hash is enough. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Derived, not stored: who knows the cookie's secret (the server, per request) can tell it again after a reload. */
export function csrfTokenOf(secret: string): string {
  return createHmac('sha256', secret).update('countersign csrf token').digest('base64url');
}
