import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { UsersModule } from '../users/users.module.js';
import { LoginAttemptRepository } from './login-attempt.repository.js';
import { AuditSignIns } from './audit-sign-ins.use-case.js';
import { LoginUseCase } from './login.use-case.js';
import { SessionRepository } from './session.repository.js';
import { SessionsController } from './sessions.controller.js';

@Module({
  imports: [UsersModule, AuditModule],
  controllers: [SessionsController],
  providers: [SessionRepository, LoginAttemptRepository, LoginUseCase, AuditSignIns],
  exports: [SessionRepository, LoginAttemptRepository],
})
export class SessionsModule {}
