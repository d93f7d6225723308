import { Controller, HttpCode, Inject, Patch, Post, Req } from '@nestjs/common';
import { Database } from '@countersign/database';
import type { Request } from 'express';
import { CurrentIdentity, PeopleOnly } from '../access/access.guard.js';
import type { Identity } from '../access/principal.js';
import { CONFIG, type Config } from '../config.js';
import { JsonBody } from '../http/input.dto.js';
import { AnswersNothing, Explained } from '../http/output.dto.js';
import { LoginUseCase } from '../sessions/login.use-case.js';
import { currentSessionHash } from './current-session-hash.js';
import { UserRepository } from '../users/user.repository.js';
import { ChangePassword } from './change-password.use-case.js';
import { ChangePasswordBody, UpdateMeBody } from './own-account.dto.js';

/** What people do about themselves; no token may. */
@Controller('api/v1/me')
export class OwnAccountController {
  constructor(
    private readonly database: Database,
    private readonly users: UserRepository,
    private readonly login: LoginUseCase,
    private readonly changePassword: ChangePassword,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Patch()
  @HttpCode(204)
  @PeopleOnly()
  @AnswersNothing()
  async rename(@CurrentIdentity() { id }: Identity, @JsonBody(UpdateMeBody) { name }: UpdateMeBody): Promise<void> {
    await this.database.system((tx) => this.users.setName(tx, id, name));
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
    const found = await this.database.system((tx) => this.users.findById(tx, id));
    const user = await this.login.prove(found?.email ?? '', currentPassword);
    await this.changePassword.execute(
      user,
      'newPassword',
      newPassword,
      currentSessionHash(request, this.config.http.publicUrl),
    );
  }
}
