import { type Actor, personKey } from '@countersign/contracts';

interface Asked {
  readonly principal: Pick<Actor, 'kind' | 'id' | 'ownerId'>;
  /** The token itself, or the one that started the run. */
  readonly tokenId?: string | null;
}

/** Whose revocation voids a request. A router that is older than `tokenId` names only a client's own token. */
export function listAskingTokens({ principal, tokenId }: Asked): readonly string[] {
  const ids = [principal.kind === 'token' ? principal.id : null, tokenId ?? null];
  return [...new Set(ids.filter((id) => id !== null))];
}

/** The same with the person behind it, by the keys under which what is revoked is kept. */
export function listAskers(asked: Asked): readonly string[] {
  const { ownerId } = asked.principal;
  return [...listAskingTokens(asked), ...(ownerId === undefined ? [] : [personKey(ownerId)])];
}

/** A token's id is a UUID, which has no colon. */
export function isPerson(asker: string): boolean {
  return asker.startsWith(personKey(''));
}
