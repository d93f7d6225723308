import { Id, Instant, NestedList } from '../fields.js';
import { WorkspaceRequest } from '../principal.js';

/** Of one message: some 100 bytes each, far under 256 KiB. */
export const TOKEN_USES_MAX = 500;

export class TokenUse {
  /** The `jti` of an MCP token. */
  @Id() tokenId!: string;
  @Instant() usedAt!: string;
}

/** Tokens that the router took lately: it alone sees those of MCP clients. */
export class NoteTokenUsesRequest extends WorkspaceRequest {
  @NestedList(() => TokenUse, TOKEN_USES_MAX) uses!: TokenUse[];
}
