import type { TokenEntity } from './token.entity.js';
import type { TokenView } from './token.dto.js';

export function toTokenView(token: TokenEntity): TokenView {
  const { id, kind, name, hint, scopes, settings, ownerId } = token;
  return {
    id,
    kind,
    name,
    hint,
    scopes,
    settings,
    ownerId,
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt.toISOString(),
    revokedAt: token.revokedAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  };
}
