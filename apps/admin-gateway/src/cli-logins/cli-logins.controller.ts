import { Controller, Delete, HttpCode, Post, Req } from '@nestjs/common';
import type { Scope } from '@countersign/contracts';
import type { Request } from 'express';
import { Authenticated, CurrentIdentity, CurrentPrincipal, PeopleOnly, Public } from '../access/access.guard.js';
import { type Identity, type Principal, toActor } from '../access/principal.js';
import { JsonBody } from '../http/input.dto.js';
import { Answers, AnswersNothing, Explained } from '../http/output.dto.js';
import { NotReplayed } from '../idempotency/idempotency.interceptor.js';
import { LinkAttempts } from '../sessions/link-attempts.use-case.js';
import { RevokeTokenUseCase } from '../tokens/revoke-token.use-case.js';
import { CliLoginCodeView, CliLoginView, ConfirmCliLoginBody, ExchangeCliLoginBody } from './cli-login.dto.js';
import { NoTokenToEndError } from './cli-login.errors.js';
import { ConfirmCliLoginUseCase } from './confirm-cli-login.use-case.js';
import { ExchangeCliLoginUseCase } from './exchange-cli-login.use-case.js';

/** How a command line gets a token of the person who sits before it: as OAuth's code flow with PKCE. */
@Controller('api/v1')
export class CliLoginsController {
  constructor(
    private readonly confirmLogin: ConfirmCliLoginUseCase,
    private readonly exchangeLogin: ExchangeCliLoginUseCase,
    private readonly revokeToken: RevokeTokenUseCase,
    private readonly attempts: LinkAttempts,
  ) {}

  @Post('workspaces/:workspaceId/cli-logins')
  @PeopleOnly()
  @NotReplayed()
  @Explained(
    'A signed-in person lets a command line in. The code is for the one that knows the verifier of `challenge`.',
  )
  @Answers(CliLoginCodeView)
  confirm(
    @CurrentPrincipal() principal: Principal,
    @JsonBody(ConfirmCliLoginBody) body: ConfirmCliLoginBody,
  ): Promise<CliLoginCodeView> {
    return this.confirmLogin.execute(principal, body);
  }

  @Post('auth/cli-logins/exchange')
  @Public()
  @Explained('A code and its verifier for an API token of the person who confirmed. Once, within two minutes.')
  @Answers(CliLoginView)
  exchange(@Req() { ip }: Request, @JsonBody(ExchangeCliLoginBody) body: ExchangeCliLoginBody): Promise<CliLoginView> {
    return this.attempts.guard(ip, () => this.exchangeLogin.execute(body));
  }

  @Delete('auth/token')
  @HttpCode(204)
  @Authenticated()
  @Explained('Revokes the token that the request carries.')
  @AnswersNothing()
  async revokeOwn(@CurrentIdentity() identity: Identity): Promise<void> {
    const { id, token } = identity;
    if (token === null) throw new NoTokenToEndError();
    const principal = { workspaceId: token.workspaceId, actor: toActor(identity), scopes: new Set<Scope>() };
    await this.revokeToken.execute(principal, id);
  }
}
