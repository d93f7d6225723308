import { createHash, randomBytes } from 'node:crypto';

/** RFC 7636 wants at least 32; they stay in this process. */
const VERIFIER_BYTES = 32;
/** Enough that nobody guesses which answer this process waits for. */
const STATE_BYTES = 16;

/** What ties the answer of a browser to the process that asked for it. */
export interface LoginSecrets {
  readonly verifier: string;
  readonly challenge: string;
  readonly state: string;
}

export function newLoginSecrets(): LoginSecrets {
  const verifier = randomBytes(VERIFIER_BYTES).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  return { verifier, challenge, state: randomBytes(STATE_BYTES).toString('base64url') };
}
