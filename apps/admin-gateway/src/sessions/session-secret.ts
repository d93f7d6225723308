import { createHash, createHmac } from 'node:crypto';

/** What the row is found by. The secret has 256 random bits, so a fast hash is enough. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/**
 * What an authorization at another server is bound to: the browser that comes back from there must be of the session that
 * left. Derived, so that neither the session nor the row it is found by goes to another service.
 */
export function sessionBindingOf(secret: string): string {
  return createHmac('sha256', secret).update('countersign authorization binding').digest('base64url');
}

/** Derived, not stored: who knows the cookie's secret (the server, per request) can tell it again after a reload. */
export function csrfTokenOf(secret: string): string {
  return createHmac('sha256', secret).update('countersign csrf token').digest('base64url');
}
