import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { SessionsModule } from '../sessions/sessions.module.js';
import { TokensModule } from '../tokens/tokens.module.js';
import { CliLoginRepository } from './cli-login.repository.js';
import { CliLoginsController } from './cli-logins.controller.js';
import { ConfirmCliLoginUseCase } from './confirm-cli-login.use-case.js';
import { ExchangeCliLoginUseCase } from './exchange-cli-login.use-case.js';

@Module({
  imports: [AccessModule, SessionsModule, TokensModule],
  controllers: [CliLoginsController],
  providers: [CliLoginRepository, ConfirmCliLoginUseCase, ExchangeCliLoginUseCase],
})
export class CliLoginsModule {}
