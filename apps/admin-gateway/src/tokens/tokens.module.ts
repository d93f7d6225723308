import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { IdentityChangesModule } from '../identity-changes/identity-changes.module.js';
import { UsersModule } from '../users/users.module.js';
import { CreateTokenUseCase } from './create-token.use-case.js';
import { RevokeTokenUseCase } from './revoke-token.use-case.js';
import { TokenUsesResponder } from './token-uses.responder.js';
import { TokenRepository } from './token.repository.js';
import { TokensController } from './tokens.controller.js';

@Module({
  imports: [IdentityChangesModule, AuditModule, UsersModule],
  controllers: [TokensController, TokenUsesResponder],
  providers: [TokenRepository, CreateTokenUseCase, RevokeTokenUseCase],
  exports: [TokenRepository, CreateTokenUseCase, RevokeTokenUseCase],
})
export class TokensModule {}
