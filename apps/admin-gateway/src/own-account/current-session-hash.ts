import type { Request } from 'express';
import { readSessionCookie } from '../sessions/session-cookie.js';
import { hashOfSecret } from '../sessions/session-secret.js';

/** By which the session that a request comes in is found. */
export function currentSessionHash(request: Pick<Request, 'get'>, publicUrl: URL): string {
  return hashOfSecret(readSessionCookie(request.get('cookie'), publicUrl) ?? '');
}
