import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import {
  ApprovalPage,
  ApprovalView,
  decideApproval,
  getApproval,
  getCall,
  listApprovals,
} from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers } from '../http/output.dto.js';
import { ApprovalDetailsView, DecisionBody, ListApprovalsQuery } from './approval.dto.js';

/** There are no groups yet, so nobody is in one: policy refuses a tool that names a group with `approval.not_in_group`. */
const GROUPS_OF_ANYBODY: readonly string[] = [];

@Controller('api/v1/workspaces/:workspaceId/approvals')
export class ApprovalsController {
  constructor(private readonly requests: RequestClient) {}

  @Get()
  @RequiresScope('approval:read')
  @Answers(ApprovalPage)
  list(
    @CurrentPrincipal() { workspaceId }: Principal,
    @QueryOf(ListApprovalsQuery) query: ListApprovalsQuery,
  ): Promise<ApprovalPage> {
    return this.requests.ask(listApprovals, { ...query, workspaceId });
  }

  @Get(':approvalId')
  @RequiresScope('approval:read')
  @Answers(ApprovalDetailsView)
  async get(
    @CurrentPrincipal() { workspaceId }: Principal,
    @IdParam('approvalId', 'approval') approvalId: string,
  ): Promise<ApprovalDetailsView> {
    const approval = await this.requests.ask(getApproval, { workspaceId, approvalId });
    const call = await this.requests.ask(getCall, { workspaceId, callId: approval.callId });
    return { ...approval, arguments: call.arguments, clientGoneAt: call.clientGoneAt ?? null };
  }

  @Post(':approvalId/decision')
  @HttpCode(200)
  @RequiresScope('approval:decide')
  @Answers(ApprovalView)
  decide(
    @CurrentPrincipal() { workspaceId, actor }: Principal,
    @IdParam('approvalId', 'approval') approvalId: string,
    @JsonBody(DecisionBody) body: DecisionBody,
  ): Promise<ApprovalView> {
    const approverGroups = [...GROUPS_OF_ANYBODY];
    return this.requests.ask(decideApproval, { ...body, workspaceId, approvalId, actor, approverGroups });
  }
}
