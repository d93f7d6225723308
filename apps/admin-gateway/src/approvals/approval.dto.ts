import { ApprovalView, DecideApprovalRequest, ListApprovalsRequest } from '@countersign/contracts';
import { PickType } from '@nestjs/swagger';
import { IsString } from 'class-validator';

export class ListApprovalsQuery extends PickType(ListApprovalsRequest, ['cursor', 'limit', 'state'] as const) {}

export class DecisionBody extends PickType(DecideApprovalRequest, ['decision', 'reason'] as const) {}

export class ApprovalDetailsView extends ApprovalView {
  /** Canonical JSON: exactly the bytes that the decision is about. */
  @IsString() arguments!: string;
}
