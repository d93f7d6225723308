import { PruneToolsRequest, UpdateIntegrationPolicyRequest, UpdateToolPoliciesRequest } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';
import { IsString, MaxLength, MinLength } from 'class-validator';

const TOOL_NAME_LENGTH_MAX = 1_024;

export class UpdateToolsBody extends PickType(UpdateToolPoliciesRequest, ['tools', 'minSnapshotRevision'] as const) {}

export class UpdateIntegrationPolicyBody extends PickType(UpdateIntegrationPolicyRequest, [
  'posture',
  'trusted',
  'resources',
  'prompts',
] as const) {}

export class PruneToolsBody extends PickType(PruneToolsRequest, ['names'] as const) {}

export class ReviewQuery {
  /** Exactly as the server spells it. */
  @IsString() @MinLength(1) @MaxLength(TOOL_NAME_LENGTH_MAX) name!: string;
}
