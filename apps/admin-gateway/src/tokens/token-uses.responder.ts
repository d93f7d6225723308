import { type Done, noteTokenUses, type NoteTokenUsesRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { TokenRepository } from './token.repository.js';

/** Tokens of MCP clients are used at the router, which tells of it. */
@Responder()
export class TokenUsesResponder {
  constructor(
    private readonly database: Database,
    private readonly tokens: TokenRepository,
  ) {}

  @Responds(noteTokenUses)
  async note({ workspaceId, uses }: NoteTokenUsesRequest): Promise<Done> {
    await this.database.transaction(workspaceId, (tx) => this.tokens.noteUses(tx, workspaceId, uses));
    return {};
  }
}
