import { Controller, Delete, Get, HttpCode, Post } from '@nestjs/common';
import { PAGE_SIZE_MAX } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, AnswersNothing, Explained } from '../http/output.dto.js';
import { NotReplayed } from '../idempotency/idempotency.interceptor.js';
import { CreateTokenUseCase } from './create-token.use-case.js';
import { RevokeTokenUseCase } from './revoke-token.use-case.js';
import { CreatedTokenView, CreateTokenBody, ListTokensQuery, TokenPage } from './token.dto.js';
import { TokenRepository } from './token.repository.js';
import { toTokenView } from './token.view.js';

const LISTED = `Without the tokens themselves, which are shown once. \`hint\` is a token's last characters: all of them begin alike.
\`lastUsedAt\` is to the minute; uses of an MCP token are told by the router, some seconds later.`;

@Controller('api/v1/workspaces/:workspaceId/tokens')
export class TokensController {
  constructor(
    private readonly createToken: CreateTokenUseCase,
    private readonly revokeToken: RevokeTokenUseCase,
    private readonly database: Database,
    private readonly tokens: TokenRepository,
  ) {}

  @Post()
  @RequiresScope('workspace:admin')
  @NotReplayed()
  @Answers(CreatedTokenView)
  async create(
    @CurrentPrincipal() principal: Principal,
    @JsonBody(CreateTokenBody) body: CreateTokenBody,
  ): Promise<CreatedTokenView> {
    const { token, row } = await this.createToken.execute(principal, body);
    return { ...toTokenView(row), token };
  }

  @Get()
  @RequiresScope('workspace:admin')
  @Explained(LISTED)
  @Answers(TokenPage)
  async list(
    @CurrentPrincipal() { workspaceId }: Principal,
    @QueryOf(ListTokensQuery) { cursor, limit = PAGE_SIZE_MAX }: ListTokensQuery,
  ): Promise<TokenPage> {
    const rows = await this.database.read(workspaceId, (tx) => this.tokens.list(tx, workspaceId, cursor, limit));
    return { items: rows.map(toTokenView), nextCursor: rows.length === limit ? (rows.at(-1)?.id ?? null) : null };
  }

  @Delete(':tokenId')
  @HttpCode(204)
  @RequiresScope('workspace:admin')
  @AnswersNothing()
  async revoke(@CurrentPrincipal() principal: Principal, @IdParam('tokenId', 'token') tokenId: string): Promise<void> {
    await this.revokeToken.execute(principal, tokenId);
  }
}
