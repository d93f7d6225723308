import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentPrincipal, Public, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam, JsonBody } from '../http/input.dto.js';
import { Answers, AnswersNothing, Explained } from '../http/output.dto.js';
import { NotReplayed } from '../idempotency/idempotency.interceptor.js';
import { LinkAttempts } from '../sessions/link-attempts.use-case.js';
import { MakePasswordReset } from './make-password-reset.use-case.js';
import { LinkSecretBody, PasswordResetLinkView, PasswordResetView, ResetPasswordBody } from './password-reset.dto.js';
import { UsePasswordReset } from './use-password-reset.use-case.js';

@Controller('api/v1')
export class PasswordResetsController {
  constructor(
    private readonly makeReset: MakePasswordReset,
    private readonly useReset: UsePasswordReset,
    private readonly attempts: LinkAttempts,
  ) {}

  @Post('workspaces/:workspaceId/members/:userId/password-reset')
  @RequiresScope('workspace:admin')
  @NotReplayed()
  @Explained(
    'A link with which that person sets a new password, once, within a day. It takes every scope that they have, and that ' +
      'they are a member of no other workspace (409 `member.elsewhere`).',
  )
  @Answers(PasswordResetLinkView)
  async make(
    @CurrentPrincipal() principal: Principal,
    @IdParam('userId', 'member') userId: string,
  ): Promise<PasswordResetLinkView> {
    const { url, expiresAt } = await this.makeReset.execute(principal, userId);
    return { url, expiresAt: expiresAt.toISOString() };
  }

  @Post('password-resets/lookup')
  @HttpCode(200)
  @Public()
  @Explained('Whose password a link sets. The secret is what stands behind the `#`.')
  @Answers(PasswordResetView)
  async look(@JsonBody(LinkSecretBody) { secret }: LinkSecretBody, @Req() { ip }: Request): Promise<PasswordResetView> {
    const { user, expiresAt } = await this.attempts.guard(ip, () => this.useReset.look(secret));
    return { name: user.name, email: user.email, expiresAt: expiresAt.toISOString() };
  }

  @Post('password-resets')
  @HttpCode(204)
  @Public()
  @Explained('Sets the password and ends every session of the person, who then signs in with it.')
  @AnswersNothing()
  async use(
    @JsonBody(ResetPasswordBody) { secret, password }: ResetPasswordBody,
    @Req() { ip }: Request,
  ): Promise<void> {
    await this.attempts.guard(ip, () => this.useReset.execute(secret, password));
  }
}
