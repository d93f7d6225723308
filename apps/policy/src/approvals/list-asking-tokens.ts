import type { Actor } from '@countersign/contracts';

interface Asked {
  readonly principal: Pick<Actor, 'kind' | 'id'>;
  /** The token itself, or the one that started the run. */
  readonly tokenId?: string | null;
}

/** Whose revocation voids a request. A router that is older than `tokenId` names only a client's own token. */
export function listAskingTokens({ principal, tokenId }: Asked): readonly string[] {
  const ids = [principal.kind === 'token' ? principal.id : null, tokenId ?? null];
  return [...new Set(ids.filter((id) => id !== null))];
}
