import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Public } from '../access/access.guard.js';
import { CONFIG, type Config } from '../config.js';
import { JsonBody } from '../http/input.dto.js';
import { Answers, Explained } from '../http/output.dto.js';
import { LinkSecretBody } from '../password-resets/password-reset.dto.js';
import { LinkAttempts } from '../sessions/link-attempts.use-case.js';
import { oidcCookie } from './oidc-cookie.js';
import { AuthMethodsView, OidcStartView } from './oidc.dto.js';
import { StartOidcLogin } from './start-oidc-login.use-case.js';

@Controller('api/v1')
export class AuthMethodsController {
  constructor(
    private readonly start: StartOidcLogin,
    private readonly attempts: LinkAttempts,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('auth/methods')
  @Public()
  @Explained('How one can sign in here.')
  @Answers(AuthMethodsView)
  methods(): AuthMethodsView {
    const { oidc } = this.config;
    return { password: true, oidc: oidc ? { label: oidc.label, startUrl: '/auth/oidc/start' } : null };
  }

  @Post('invitations/oidc')
  @HttpCode(200)
  @Public()
  @Explained('Accepts an invitation by signing in at the provider, whose e-mail must be the one that is invited.')
  @Answers(OidcStartView)
  async accept(
    @JsonBody(LinkSecretBody) { secret }: LinkSecretBody,
    @Req() { ip }: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OidcStartView> {
    const started = await this.attempts.guard(ip, () => this.start.ofInvitation(secret));
    response.setHeader('set-cookie', oidcCookie(started.cookieSecret, this.config.http.publicUrl));
    return { authorizationUrl: started.authorizationUrl };
  }
}
