import { ApprovalView, DecideApprovalRequest, ListApprovalsRequest } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';
import { IsISO8601, IsString, ValidateIf } from 'class-validator';

export class ListApprovalsQuery extends PickType(ListApprovalsRequest, ['cursor', 'limit', 'state'] as const) {}

export class DecisionBody extends PickType(DecideApprovalRequest, ['decision', 'reason'] as const) {}

export class ApprovalDetailsView extends ApprovalView {
  /** Canonical JSON: exactly the bytes that the decision is about. */
  @IsString() arguments!: string;
  /** When the client stopped waiting; null while it is connected, and for runs, which always wait. */
  @ValidateIf((_, value) => value !== null) @IsISO8601() clientGoneAt!: string | null;
}
