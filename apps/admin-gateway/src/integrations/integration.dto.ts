import { RegisterIntegrationRequest, UpdateIntegrationRequest } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';

/** Named field by field: what a contract gains is not a body's field until it is named here. */
export class RegisterIntegrationBody extends PickType(RegisterIntegrationRequest, [
  'displayName',
  'slug',
  'description',
  'serverUrl',
  'transport',
  'timeoutSeconds',
  'posture',
  'headers',
] as const) {}

export class UpdateIntegrationBody extends PickType(UpdateIntegrationRequest, [
  'displayName',
  'description',
  'serverUrl',
  'transport',
  'timeoutSeconds',
  'headers',
] as const) {}
