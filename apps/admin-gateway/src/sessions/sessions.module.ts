import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { UsersModule } from '../users/users.module.js';
import { IdentityChangesModule } from '../identity-changes/identity-changes.module.js';
import { EndSessions } from './end-sessions.use-case.js';
import { EndedSignIns } from './ended-sign-ins.use-case.js';
import { LinkAttempts } from './link-attempts.use-case.js';
import { LoginAttemptRepository } from './login-attempt.repository.js';
import { AuditSignIns } from './audit-sign-ins.use-case.js';
import { LoginUseCase } from './login.use-case.js';
import { OpenSession } from './open-session.use-case.js';
import { SessionRepository } from './session.repository.js';
import { WhoAmI } from './who-am-i.use-case.js';
import { SessionsController } from './sessions.controller.js';

@Module({
  imports: [UsersModule, AuditModule, IdentityChangesModule],
  controllers: [SessionsController],
  providers: [
    SessionRepository,
    LoginAttemptRepository,
    LoginUseCase,
    AuditSignIns,
    OpenSession,
    LinkAttempts,
    EndedSignIns,
    EndSessions,
    WhoAmI,
  ],
  exports: [
    SessionRepository,
    LoginAttemptRepository,
    LoginUseCase,
    AuditSignIns,
    OpenSession,
    LinkAttempts,
    EndedSignIns,
    EndSessions,
  ],
})
export class SessionsModule {}
