import { Controller, Get, Inject, Logger, Req, Res } from '@nestjs/common';
import { DomainError } from '@countersign/contracts';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { CountedAsWrite, Public } from '../access/access.guard.js';
import { CONFIG, type Config } from '../config.js';
import { sessionCookie } from '../sessions/session-cookie.js';
import { SESSION_SECONDS } from '../sessions/session.repository.js';
import { FinishOidcLogin } from './finish-oidc-login.use-case.js';
import { oidcCookie, readOidcCookie } from './oidc-cookie.js';
import { StartOidcLogin } from './start-oidc-login.use-case.js';
import { toOwnPath } from './to-own-path.js';

/** A browser goes on with GET. */
const SEE_OTHER = 303;

/** Where browsers leave for the provider, and come back. What fails is said on the sign-in page. */
@ApiExcludeController()
@Controller('auth/oidc')
export class OidcPagesController {
  private readonly logger = new Logger(OidcPagesController.name);

  constructor(
    private readonly startLogin: StartOidcLogin,
    private readonly finishLogin: FinishOidcLogin,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('start')
  @Public()
  @CountedAsWrite()
  async start(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { publicUrl } = this.config.http;
    try {
      const returnTo = toOwnPath(request.query['returnTo']);
      const { cookieSecret, authorizationUrl } = await this.startLogin.execute({ returnTo, invitationId: null });
      response.setHeader('set-cookie', oidcCookie(cookieSecret, publicUrl)).redirect(SEE_OTHER, authorizationUrl);
    } catch (error) {
      this.fail(response, error);
    }
  }

  @Get('callback')
  @Public()
  async callback(@Req() request: Request, @Res() response: Response): Promise<void> {
    const { publicUrl } = this.config.http;
    const { search } = new URL(request.originalUrl, publicUrl);
    const callbackUrl = new URL(`/auth/oidc/callback${search}`, publicUrl);
    const cookie = readOidcCookie(request.get('cookie'), publicUrl);
    const cleared = oidcCookie('', publicUrl, 0);
    try {
      const { secret, returnTo } = await this.finishLogin.execute(callbackUrl, cookie, request.get('user-agent'));
      response.setHeader('set-cookie', [cleared, sessionCookie(secret, SESSION_SECONDS, publicUrl)]);
      response.redirect(SEE_OTHER, returnTo);
    } catch (error) {
      response.setHeader('set-cookie', cleared);
      this.fail(response, error);
    }
  }

  private fail(response: Response, error: unknown): void {
    if (!(error instanceof DomainError)) throw error;
    this.logger.warn({ err: error.cause, code: error.code }, 'somebody was not signed in by the provider');
    response.redirect(SEE_OTHER, `/login?${new URLSearchParams({ error: error.code }).toString()}`);
  }
}
