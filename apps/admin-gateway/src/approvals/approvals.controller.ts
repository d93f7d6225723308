import { Controller, Get } from '@nestjs/common';
import { getApproval, getCall, listApprovals } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { GroupDirectory } from '../approver-groups/group-directory.client.js';
import { IdParam, QueryOf } from '../http/input.dto.js';
import { Answers, Explained } from '../http/output.dto.js';
import { ApprovalCards } from './approval-cards.client.js';
import { ApprovalCardPage, ApprovalDetailsView, ListApprovalsQuery } from './approval.dto.js';

const LIST_RULES =
  'With `mine`, only what whoever asks may decide: what everybody may, and what the groups may that the person is in, without what ' +
  'they asked for themselves where that is not theirs to decide (`refusal` says so elsewhere); nothing without the scope ' +
  '`approval:decide`. With `details`, each has its tool and what it asks for, from its beginning; `GET` of one has all of it. A page may be short: only `nextCursor` says where a list ends.';

@Controller('api/v1/workspaces/:workspaceId/approvals')
export class ApprovalsController {
  constructor(
    private readonly requests: RequestClient,
    private readonly groups: GroupDirectory,
    private readonly cards: ApprovalCards,
  ) {}

  @Get()
  @RequiresScope('approval:read')
  @Explained(LIST_RULES)
  @Answers(ApprovalCardPage)
  async list(
    @CurrentPrincipal() principal: Principal,
    @QueryOf(ListApprovalsQuery) { mine, ...query }: ListApprovalsQuery,
  ): Promise<ApprovalCardPage> {
    const { workspaceId, scopes, actor: viewer } = principal;
    if (mine === true && !scopes.has('approval:decide')) return { items: [], nextCursor: null };
    const forGroups = mine === true ? { forGroups: await this.groups.groupsOf(principal) } : {};
    const page = await this.requests.ask(listApprovals, { ...query, ...forGroups, workspaceId, viewer });
    return query.details === true ? { ...page, items: await this.cards.of(workspaceId, page.items) } : page;
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
