import { Controller, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/access.guard.js';
import { CONFIG, type Config } from '../config.js';
import { JsonBody } from '../http/input.dto.js';
import { Answers, Explained } from '../http/output.dto.js';
import { LinkSecretBody } from '../password-resets/password-reset.dto.js';
import { LinkAttempts } from '../sessions/link-attempts.use-case.js';
import { sessionCookie } from '../sessions/session-cookie.js';
import { csrfTokenOf } from '../sessions/session-secret.js';
import { OpenedSessionView } from '../sessions/session.dto.js';
import { SESSION_SECONDS } from '../sessions/session.repository.js';
import { AcceptInvitation } from './accept-invitation.use-case.js';
import { AcceptInvitationBody, OfferedInvitationView } from './invitation.dto.js';
import { LookAtInvitation } from './look-at-invitation.use-case.js';

/** The secret comes in the body and never in a path, since paths are logged. */
@Controller('api/v1/invitations')
export class AcceptInvitationController {
  constructor(
    private readonly lookAt: LookAtInvitation,
    private readonly acceptInvitation: AcceptInvitation,
    private readonly attempts: LinkAttempts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('lookup')
  @HttpCode(200)
  @Public()
  @Explained('What somebody is invited to. The secret is what stands behind the `#` of the link.')
  @Answers(OfferedInvitationView)
  look(@JsonBody(LinkSecretBody) { secret }: LinkSecretBody, @Req() { ip }: Request): Promise<OfferedInvitationView> {
    return this.attempts.guard(ip, () => this.lookAt.execute(secret));
  }

  @Post('accept')
  @HttpCode(200)
  @Public()
  @Explained('Makes the account, or takes the one of that e-mail by its password, and signs in.')
  @Answers(OpenedSessionView)
  async accept(
    @JsonBody(AcceptInvitationBody) body: AcceptInvitationBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OpenedSessionView> {
    const accept = () => this.acceptInvitation.execute(body, request.get('user-agent'));
    const { secret, expiresAt } = await this.attempts.guard(request.ip, accept);
    response.setHeader('set-cookie', sessionCookie(secret, SESSION_SECONDS, this.config.http.publicUrl));
    return { csrfToken: csrfTokenOf(secret), expiresAt: expiresAt.toISOString() };
  }
}
