import { CreateAgentRequest, ListAgentsRequest, UpdateAgentRequest } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';

const SETTINGS = [
  'name',
  'instructions',
  'provider',
  'model',
  'parameters',
  'integrations',
  'tools',
  'strictness',
  'turnsMax',
  'tokensMax',
  'wallSecondsMax',
  'parallelCallsMax',
] as const;

export class CreateAgentBody extends PickType(CreateAgentRequest, SETTINGS) {}

export class UpdateAgentBody extends PickType(UpdateAgentRequest, [...SETTINGS, 'clear'] as const) {}

export class AgentsQuery extends PickType(ListAgentsRequest, ['cursor', 'limit', 'archived'] as const) {}
