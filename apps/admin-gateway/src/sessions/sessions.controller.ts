import { Controller, Get, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Authenticated, CurrentIdentity, Public } from '../access/access.guard.js';
import type { Identity } from '../access/principal.js';
import { CONFIG, type Config } from '../config.js';
import { JsonBody } from '../http/input.dto.js';
import { Answers, AnswersNothing } from '../http/output.dto.js';
import { EndSessions } from './end-sessions.use-case.js';
import { LoginUseCase } from './login.use-case.js';
import { clearedSessionCookie, readSessionCookie, sessionCookie } from './session-cookie.js';
import { csrfTokenOf, hashOfSecret } from './session-secret.js';
import { LoginBody, MeView, OpenedSessionView } from './session.dto.js';
import { SESSION_SECONDS } from './session.repository.js';
import { WhoAmI } from './who-am-i.use-case.js';

@Controller('api/v1')
export class SessionsController {
  constructor(
    private readonly login: LoginUseCase,
    private readonly endSessions: EndSessions,
    private readonly whoAmI: WhoAmI,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Post('auth/login')
  @HttpCode(200)
  @Public()
  @Answers(OpenedSessionView)
  async signIn(
    @JsonBody(LoginBody) { email, password }: LoginBody,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<OpenedSessionView> {
    const { secret, expiresAt } = await this.login.execute(email, password, request.get('user-agent'));
    response.setHeader('set-cookie', sessionCookie(secret, SESSION_SECONDS, this.config.http.publicUrl));
    return { csrfToken: csrfTokenOf(secret), expiresAt: expiresAt.toISOString() };
  }

  @Post('auth/logout')
  @HttpCode(204)
  @Authenticated()
  @AnswersNothing()
  async signOut(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    const { publicUrl } = this.config.http;
    const secret = readSessionCookie(request.get('cookie'), publicUrl);
    if (secret !== undefined) await this.endSessions.ofBrowser(hashOfSecret(secret));
    response.setHeader('set-cookie', clearedSessionCookie(publicUrl));
  }

  @Get('me')
  @Authenticated()
  @Answers(MeView)
  me(@CurrentIdentity() identity: Identity): Promise<MeView> {
    return this.whoAmI.execute(identity);
  }
}
