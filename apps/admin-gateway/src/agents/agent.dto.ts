import { CreateAgentRequest } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';

export class CreateAgentBody extends PickType(CreateAgentRequest, [
  'name',
  'instructions',
  'provider',
  'model',
  'integrations',
  'turnsMax',
] as const) {}
