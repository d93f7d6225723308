import { Module } from '@nestjs/common';
import { AgentRepository } from './agent.repository.js';
import { AgentsResponder } from './agents.responder.js';
import { CreateAgentUseCase } from './create-agent.use-case.js';

@Module({
  controllers: [AgentsResponder],
  providers: [AgentRepository, CreateAgentUseCase],
  exports: [AgentRepository],
})
export class AgentsModule {}
