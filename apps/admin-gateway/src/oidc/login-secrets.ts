import { createHash, createHmac } from 'node:crypto';

/** What a sign-in at a provider is bound to. All of it comes from the cookie of the browser that began, and is kept nowhere. */
export interface LoginSecrets {
  readonly state: string;
  readonly nonce: string;
  /** Of PKCE. */
  readonly verifier: string;
  readonly challenge: string;
}

export function toLoginSecrets(cookieSecret: string): LoginSecrets {
  const derive = (what: string): string =>
    createHmac('sha256', cookieSecret).update(`oidc ${what}`).digest('base64url');
  const verifier = derive('verifier');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return { state: derive('state'), nonce: derive('nonce'), verifier, challenge };
}
