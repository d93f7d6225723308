import type { RefusedCredentials } from '@countersign/contracts';
import { readChallenge } from './read-challenge.js';
import type { UpstreamTarget } from './upstream-outcome.js';

/**
 * An answer that says that the credentials were not good enough, which proves that nothing was executed. Null for any
 * other one: a 403 without `insufficient_scope` is the server's last word.
 */
export function toRefusedCredentials(
  { credentialVersion }: Pick<UpstreamTarget, 'credentialVersion'>,
  status: number,
  challenge: string | null,
): RefusedCredentials | null {
  if (status !== 401 && status !== 403) return null;
  const { error, scopes } = readChallenge(challenge);
  const wanted = scopes.length === 0 ? {} : { scopes: [...scopes] };
  if (status === 401) return { credentialVersion, reason: 'unauthorized', ...wanted };
  return error === 'insufficient_scope' ? { credentialVersion, reason: 'insufficient_scope', ...wanted } : null;
}

const AGAIN = 'it needs to be authorized again by a person in Countersign';

/** For people and models: what is wrong, and who can put it right. */
export function explainRefusal({ reason, scopes = [] }: RefusedCredentials): string {
  if (reason === 'unauthorized') return `the server does not accept the credentials of this integration; ${AGAIN}`;
  const named = scopes.length === 0 ? '' : ` (${scopes.join(', ')})`;
  return `the server wants permissions that this integration does not have${named}; ${AGAIN}`;
}
