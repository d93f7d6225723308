import { Controller, Get } from '@nestjs/common';
import { ApprovalPage, getApproval, getCall, listApprovals } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { GroupDirectory } from '../approver-groups/group-directory.client.js';
import { IdParam, QueryOf } from '../http/input.dto.js';
import { Answers, Explained } from '../http/output.dto.js';
import { ApprovalDetailsView, ListApprovalsQuery } from './approval.dto.js';

const LIST_RULES =
  'With `mine`, only what whoever asks may decide: what everybody may, and what the groups may that the person is in, without what ' +
  'they asked for themselves where that is not theirs to decide (`refusal` says so elsewhere); nothing without the scope ' +
  '`approval:decide`. A page may be short: only `nextCursor` says where a list ends.';

@Controller('api/v1/workspaces/:workspaceId/approvals')
export class ApprovalsController {
  constructor(
    private readonly requests: RequestClient,
    private readonly groups: GroupDirectory,
  ) {}

  @Get()
  @RequiresScope('approval:read')
  @Explained(LIST_RULES)
  @Answers(ApprovalPage)
  async list(
    @CurrentPrincipal() principal: Principal,
    @QueryOf(ListApprovalsQuery) { mine, ...query }: ListApprovalsQuery,
  ): Promise<ApprovalPage> {
    const { workspaceId, scopes, actor: viewer } = principal;
    if (mine !== true) return this.requests.ask(listApprovals, { ...query, workspaceId, viewer });
    if (!scopes.has('approval:decide')) return { items: [], nextCursor: null };
    const forGroups = await this.groups.groupsOf(principal);
    return this.requests.ask(listApprovals, { ...query, workspaceId, viewer, forGroups });
  }

  @Get(':approvalId')
  @RequiresScope('approval:read')
  @Answers(ApprovalDetailsView)
  async get(
    @CurrentPrincipal() { workspaceId, actor: viewer }: Principal,
    @IdParam('approvalId', 'approval') approvalId: string,
  ): Promise<ApprovalDetailsView> {
    const approval = await this.requests.ask(getApproval, { workspaceId, approvalId, viewer });
    const call = await this.requests.ask(getCall, { workspaceId, callId: approval.callId });
    return { ...approval, arguments: call.arguments, clientGoneAt: call.clientGoneAt ?? null };
  }
}
