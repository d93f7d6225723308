import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import { CallPage, CallView, getCall, getCallStory, listCalls, resolveCall } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { IdParam, JsonBody, QueryOf } from '../http/input.dto.js';
import { Answers, Explained } from '../http/output.dto.js';
import { CallApprovalClient } from './call-approval.client.js';
import { CallResultClient } from './call-result.client.js';
import { CallDetailsView, ListCallsQuery, ResolutionBody } from './call.dto.js';

const LIST_RULES = `Newest first; all that is named must be so. \`outcome\` groups states: \`refused\` is denied, expired, cancelled or void;
\`agentId\` is whose runs asked; \`principal\` is the id of who asked or of the person behind; \`name\` is how the exposed name begins. A page may be short, or
empty: only \`nextCursor\` says where the list ends.`;

@Controller('api/v1/workspaces/:workspaceId/calls')
export class CallsController {
  constructor(
    private readonly requests: RequestClient,
    private readonly results: CallResultClient,
    private readonly approvals: CallApprovalClient,
  ) {}

  @Get()
  @RequiresScope('call:read')
  @Answers(CallPage)
  @Explained(LIST_RULES)
  list(
    @CurrentPrincipal() { workspaceId }: Principal,
    @QueryOf(ListCallsQuery) query: ListCallsQuery,
  ): Promise<CallPage> {
    return this.requests.ask(listCalls, { ...query, workspaceId });
  }

  @Get(':callId')
  @RequiresScope('call:read')
  @Answers(CallDetailsView)
  async get(
    @CurrentPrincipal() principal: Principal,
    @IdParam('callId', 'call') callId: string,
  ): Promise<CallDetailsView> {
    const { workspaceId } = principal;
    const [call, story] = await Promise.all([
      this.requests.ask(getCall, { workspaceId, callId }),
      this.requests.ask(getCallStory, { workspaceId, callId }),
    ]);
    const approval = await this.approvals.find(principal, call.approvalId);
    if (!call.resultBytes) return { ...call, approval, story, result: null, isResultCut: false };
    return { ...call, approval, story, ...(await this.results.find(workspaceId, callId)) };
  }

  /** Whoever says what became of a call decides about it: `retry` sends it again. */
  @Post(':callId/resolution')
  @HttpCode(200)
  @RequiresScope('approval:decide')
  @Answers(CallView)
  resolve(
    @CurrentPrincipal() { workspaceId, actor }: Principal,
    @IdParam('callId', 'call') callId: string,
    @JsonBody(ResolutionBody) body: ResolutionBody,
  ): Promise<CallView> {
    return this.requests.ask(resolveCall, { ...body, workspaceId, callId, actor });
  }
}
