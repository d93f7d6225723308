import {
  ApprovalDetails,
  ApprovalView,
  DecideApprovalRequest,
  DecideApprovalsRequest,
  ListApprovalsRequest,
  UpdateWorkspaceApprovalSettingsRequest,
} from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsInt,
  IsISO8601,
  IsObject,
  IsOptional,
  IsString,
  ValidateIf,
  ValidateNested,
} from 'class-validator';

export class ListApprovalsQuery extends PickType(ListApprovalsRequest, ['cursor', 'limit', 'state'] as const) {
  /** With what a card shows: the tool, and what it is asked for. */
  @IsOptional() @IsBoolean() details?: boolean;
  /** Only what the asker may decide: what everybody may, and what their groups may; not one's own where that is not allowed. */
  @IsOptional() @IsBoolean() mine?: boolean;
}

export class ApprovalCardView extends ApprovalView {
  /** With `details`: canonical JSON, cut where `argumentsBytes` says that there is more; null: not known any more. */
  @IsOptional() @ValidateIf((_, value) => value !== null) @IsString() argumentsStart?: string | null;
  @IsOptional() @ValidateIf((_, value) => value !== null) @IsInt() argumentsBytes?: number | null;
  /** With `details`: when the client stopped waiting. */
  @IsOptional() @ValidateIf((_, value) => value !== null) @IsISO8601() clientGoneAt?: string | null;
}

export class ApprovalCardPage {
  @IsArray() @ValidateNested({ each: true }) @Type(() => ApprovalCardView) items!: ApprovalCardView[];
  @ValidateIf((_, value) => value !== null) @IsString() nextCursor!: string | null;
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
