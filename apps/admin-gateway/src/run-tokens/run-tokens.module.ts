import { Module } from '@nestjs/common';
import { TokensModule } from '../tokens/tokens.module.js';
import { UsersModule } from '../users/users.module.js';
import { InitiatorRepository } from './initiator.repository.js';
import { IssueRunTokenUseCase } from './issue-run-token.use-case.js';
import { RunTokensResponder } from './run-tokens.responder.js';

@Module({
  imports: [UsersModule, TokensModule],
  controllers: [RunTokensResponder],
  providers: [InitiatorRepository, IssueRunTokenUseCase],
})
export class RunTokensModule {}
