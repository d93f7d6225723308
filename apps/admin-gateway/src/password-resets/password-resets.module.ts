import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { OwnAccountModule } from '../own-account/own-account.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { UsersModule } from '../users/users.module.js';
import { MakePasswordReset } from './make-password-reset.use-case.js';
import { PasswordResetRepository } from './password-reset.repository.js';
import { PasswordResetsController } from './password-resets.controller.js';
import { UsePasswordReset } from './use-password-reset.use-case.js';

@Module({
  imports: [UsersModule, SessionsModule, OwnAccountModule, AuditModule],
  controllers: [PasswordResetsController],
  providers: [PasswordResetRepository, MakePasswordReset, UsePasswordReset],
})
export class PasswordResetsModule {}
