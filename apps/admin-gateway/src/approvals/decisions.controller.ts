import { Controller, HttpCode, Post } from '@nestjs/common';
import { ApprovalView, decideApproval, decideApprovals, DecisionResults } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { assertScope, CurrentPrincipal, CurrentWriter, RequiresScope } from '../access/access.guard.js';
import type { Principal, Writer } from '../access/principal.js';
import { CLIENT_HEADER } from '../access/way-of.js';
import { GroupDirectory } from '../approver-groups/group-directory.client.js';
import { IdParam, JsonBody } from '../http/input.dto.js';
import { Answers, Explained, TakesHeader } from '../http/output.dto.js';
import { DecisionBody, DecisionsBody } from './approval.dto.js';
import { toArgumentsText } from './to-arguments-text.js';

const RULES =
  'The first decision wins: the same one again changes nothing, another one is a 409 that says who was first. Where the tool names ' +
  'an approver group, only its members decide. `arguments` need the scope `approval:edit` too.';
const BATCH_RULES =
  'Each is decided by itself; the answer has a result for each, in order: the approval, or the problem that there was.';

/** Every way to decide: one scope, and one code path behind it. */
@Controller('api/v1/workspaces/:workspaceId/approvals')
export class DecisionsController {
  constructor(
    private readonly requests: RequestClient,
    private readonly groups: GroupDirectory,
  ) {}

  @Post(':approvalId/decision')
  @HttpCode(200)
  @RequiresScope('approval:decide')
  @TakesHeader(CLIENT_HEADER)
  @Explained(RULES)
  @Answers(ApprovalView)
  async decide(
    @CurrentPrincipal() principal: Principal,
    @IdParam('approvalId', 'approval') approvalId: string,
    @JsonBody(DecisionBody) { arguments: edited, ...decision }: DecisionBody,
    @CurrentWriter() writer: Writer,
  ): Promise<ApprovalView> {
    if (edited !== undefined) assertScope(principal, 'approval:edit');
    const withArguments = edited === undefined ? {} : { arguments: toArgumentsText(edited) };
    const decider = await this.decider(principal, writer);
    return this.requests.ask(decideApproval, { ...decision, ...withArguments, ...decider, approvalId });
  }

  @Post('decisions')
  @HttpCode(200)
  @RequiresScope('approval:decide')
  @TakesHeader(CLIENT_HEADER)
  @Explained(BATCH_RULES)
  @Answers(DecisionResults)
  async decideMany(
    @CurrentPrincipal() principal: Principal,
    @JsonBody(DecisionsBody) { decisions }: DecisionsBody,
    @CurrentWriter() writer: Writer,
  ): Promise<DecisionResults> {
    return this.requests.ask(decideApprovals, { decisions, ...(await this.decider(principal, writer)) });
  }

  /** Who decides, how, and for which groups: by the records of this moment, never by what the body says. */
  private async decider(principal: Principal, writer: Writer) {
    return { ...writer, approverGroups: await this.groups.groupsOf(principal) };
  }
}
