import { Module } from '@nestjs/common';
import { SessionsModule } from '../sessions/sessions.module.js';
import { UsersModule } from '../users/users.module.js';
import { ChangePassword } from './change-password.use-case.js';
import { OwnAccountController } from './own-account.controller.js';
import { OwnSessionsController } from './own-sessions.controller.js';
import { RenamePerson } from './rename-person.use-case.js';

@Module({
  imports: [UsersModule, SessionsModule],
  controllers: [OwnAccountController, OwnSessionsController],
  providers: [ChangePassword, RenamePerson],
  exports: [ChangePassword],
})
export class OwnAccountModule {}
