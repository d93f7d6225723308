import { Controller, HttpCode, Inject, Patch, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CurrentIdentity, PeopleOnly } from '../access/access.guard.js';
import type { Identity } from '../access/principal.js';
import { CONFIG, type Config } from '../config.js';
import { JsonBody } from '../http/input.dto.js';
import { AnswersNothing, Explained } from '../http/output.dto.js';
import { LoginUseCase } from '../sessions/login.use-case.js';
import { currentSessionHash } from './current-session-hash.js';
import { ChangePassword } from './change-password.use-case.js';
import { RenamePerson } from './rename-person.use-case.js';
import { ChangePasswordBody, UpdateMeBody } from './own-account.dto.js';

/** What people do about themselves; no token may. */
@Controller('api/v1/me')
export class OwnAccountController {
  constructor(
    private readonly login: LoginUseCase,
    private readonly changePassword: ChangePassword,
    private readonly renamePerson: RenamePerson,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Patch()
  @HttpCode(204)
  @PeopleOnly()
  @AnswersNothing()
  async rename(@CurrentIdentity() { id }: Identity, @JsonBody(UpdateMeBody) { name }: UpdateMeBody): Promise<void> {
    await this.renamePerson.execute(id, name);
  }

  @Post('password')
  @HttpCode(204)
  @PeopleOnly()
  @Explained('Ends every other session of the person. Wrong passwords count as wrong sign-ins.')
  @AnswersNothing()
  async setPassword(
    @CurrentIdentity() { id }: Identity,
    @JsonBody(ChangePasswordBody) { currentPassword, newPassword }: ChangePasswordBody,
    @Req() request: Request,
  ): Promise<void> {
    const user = await this.login.proveAgain(id, currentPassword);
    const current = currentSessionHash(request, this.config.http.publicUrl);
    await this.changePassword.execute(user, newPassword, 'password', current);
  }
}
