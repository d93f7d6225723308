import { UpdateIntegrationPolicyRequest, UpdateToolPoliciesRequest } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';

export class UpdateToolsBody extends PickType(UpdateToolPoliciesRequest, ['tools', 'minSnapshotRevision'] as const) {}

export class UpdateIntegrationPolicyBody extends PickType(UpdateIntegrationPolicyRequest, [
  'posture',
  'trusted',
] as const) {}
