import {
  ApprovalDetails,
  DecideApprovalRequest,
  DecideApprovalsRequest,
  ListApprovalsRequest,
  UpdateWorkspaceApprovalSettingsRequest,
} from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';
import { IsBoolean, IsISO8601, IsObject, IsOptional, IsString, ValidateIf } from 'class-validator';

export class ListApprovalsQuery extends PickType(ListApprovalsRequest, ['cursor', 'limit', 'state'] as const) {
  /** Only what the asker may decide: what everybody may, and what their groups may; not one's own where that is not allowed. */
  @IsOptional() @IsBoolean() mine?: boolean;
}

export class DecisionBody extends PickType(DecideApprovalRequest, ['decision', 'reason'] as const) {
  /** Run instead of what was asked for; only with `approve`. Needs the scope `approval:edit` too. */
  @IsOptional() @IsObject() arguments?: Record<string, unknown>;
}

export class DecisionsBody extends PickType(DecideApprovalsRequest, ['decisions'] as const) {}

export class UpdateApprovalSettingsBody extends PickType(UpdateWorkspaceApprovalSettingsRequest, [
  'allowSelfApproval',
] as const) {}

export class ApprovalDetailsView extends ApprovalDetails {
  /** Canonical JSON: exactly the bytes that the decision is about. */
  @IsString() arguments!: string;
  /** When the client stopped waiting; null while it is connected, and for runs, which always wait. */
  @ValidateIf((_, value) => value !== null) @IsISO8601() clientGoneAt!: string | null;
}
