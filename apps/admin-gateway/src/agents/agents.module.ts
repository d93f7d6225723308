import { Module } from '@nestjs/common';
import { AgentVersionsController } from './agent-versions.controller.js';
import { AgentsController } from './agents.controller.js';

@Module({ controllers: [AgentsController, AgentVersionsController] })
export class AgentsModule {}
