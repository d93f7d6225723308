import {
  type ApprovalDetails,
  type ApprovalPage,
  type ApprovalView,
  decideApproval,
  DecideApprovalRequest,
  decideApprovals,
  DecideApprovalsRequest,
  type DecisionResults,
  getApproval,
  GetApprovalRequest,
  listApprovals,
  ListApprovalsRequest,
} from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { DecideApproval } from './decide-approval.use-case.js';
import { DecideApprovals } from './decide-approvals.use-case.js';
import { GetApproval } from './get-approval.use-case.js';
import { ListApprovals } from './list-approvals.use-case.js';

/** For people, through the gateway. */
@Responder()
export class ApprovalsResponder {
  constructor(
    private readonly getting: GetApproval,
    private readonly listing: ListApprovals,
    private readonly deciding: DecideApproval,
    private readonly decidingMany: DecideApprovals,
  ) {}

  @Responds(listApprovals)
  async list(request: ListApprovalsRequest): Promise<ApprovalPage> {
    return this.listing.execute(request);
  }

  @Responds(getApproval)
  async get(request: GetApprovalRequest): Promise<ApprovalDetails> {
    return this.getting.execute(request);
  }

  @Responds(decideApproval)
  async decide(request: DecideApprovalRequest): Promise<ApprovalView> {
    return this.deciding.execute(request);
  }

  @Responds(decideApprovals)
  async decideMany(request: DecideApprovalsRequest): Promise<DecisionResults> {
    return this.decidingMany.execute(request);
  }
}
