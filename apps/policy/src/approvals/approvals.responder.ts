import {
  type ApprovalPage,
  ApprovalRequest,
  type ApprovalView,
  decideApproval,
  DecideApprovalRequest,
  getApproval,
  listApprovals,
  ListApprovalsRequest,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import { ApprovalNotFoundError } from './approval.errors.js';
import { ApprovalRepository } from './approval.repository.js';
import { toApprovalView } from './approval.view.js';
import { DecideApproval } from './decide-approval.use-case.js';
import { ListApprovals } from './list-approvals.use-case.js';

/** For people, through the gateway. */
@Responder()
export class ApprovalsResponder {
  constructor(
    private readonly database: Database,
    private readonly approvals: ApprovalRepository,
    private readonly listing: ListApprovals,
    private readonly deciding: DecideApproval,
  ) {}

  @Responds(listApprovals)
  async list(request: ListApprovalsRequest): Promise<ApprovalPage> {
    return this.listing.execute(request);
  }

  @Responds(getApproval)
  async get(request: ApprovalRequest): Promise<ApprovalView> {
    const approval = await this.database.read(request.workspaceId, (tx) => this.approvals.find(tx, request));
    if (approval === null) throw new ApprovalNotFoundError(request.approvalId);
    return toApprovalView(approval);
  }

  @Responds(decideApproval)
  async decide(request: DecideApprovalRequest): Promise<ApprovalView> {
    return this.deciding.execute(request);
  }
}
