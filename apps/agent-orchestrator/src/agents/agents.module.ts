import { Module } from '@nestjs/common';
import { AgentChanges } from './agent-changes.repository.js';
import { AgentRepository } from './agent.repository.js';
import { AgentVersionsResponder } from './agent-versions.responder.js';
import { AgentsResponder } from './agents.responder.js';
import { CreateAgentUseCase } from './create-agent.use-case.js';
import { DeleteAgentUseCase } from './delete-agent.use-case.js';
import { UpdateAgentUseCase } from './update-agent.use-case.js';

@Module({
  controllers: [AgentsResponder, AgentVersionsResponder],
  providers: [AgentChanges, AgentRepository, CreateAgentUseCase, DeleteAgentUseCase, UpdateAgentUseCase],
  exports: [AgentRepository],
})
export class AgentsModule {}
