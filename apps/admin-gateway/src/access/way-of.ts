import type { Actor, Way } from '@countersign/contracts';

/** A client says here what it is. */
export const CLIENT_HEADER = 'x-countersign-client';

/**
 * On which way somebody acts, for the audit. It opens nothing, so it is believed.
 *
 * | who      | `x-countersign-client` | way   |
 * |----------|------------------------|-------|
 * | a person | whatever               | `web` |
 * | a token  | `cli`                  | `cli` |
 * | a token  | anything else, or none | `api` |
 */
export function wayOf({ kind }: Pick<Actor, 'kind'>, client: unknown): Way {
  if (kind === 'user') return 'web';
  return client === 'cli' ? 'cli' : 'api';
}
