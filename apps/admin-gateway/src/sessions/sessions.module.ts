import { Module } from '@nestjs/common';
import { UsersModule } from '../users/users.module.js';
import { LoginAttemptRepository } from './login-attempt.repository.js';
import { LoginUseCase } from './login.use-case.js';
import { SessionRepository } from './session.repository.js';
import { SessionsController } from './sessions.controller.js';

@Module({
  imports: [UsersModule],
  controllers: [SessionsController],
  providers: [SessionRepository, LoginAttemptRepository, LoginUseCase],
  exports: [SessionRepository, LoginAttemptRepository],
})
export class SessionsModule {}
