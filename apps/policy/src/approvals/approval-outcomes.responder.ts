import {
  type ApprovalOutcome,
  cancelApproval,
  CancelApprovalRequest,
  type EditedArguments,
  findApprovalOutcome,
  FindApprovalOutcomeRequest,
  readEditedArguments,
  ReadEditedArgumentsRequest,
} from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Responder, Responds } from '@countersign/messaging';
import type { SigningKey } from '@countersign/tokens';
import { Inject } from '@nestjs/common';
import { toApprovalOutcome } from './approval-outcome.view.js';
import { ApprovalNotEditedError } from './approval.errors.js';
import { ApprovalRepository } from './approval.repository.js';
import { ApprovalEditRepository } from './approval-edit.repository.js';
import { CancelApproval } from './cancel-approval.use-case.js';
import { GRANT_SIGNING_KEY } from './grant-signing-key.js';
import { toStorableText } from './to-storable-text.js';

/** For the router alone: the answers carry grants. */
@Responder()
export class ApprovalOutcomesResponder {
  constructor(
    private readonly database: Database,
    private readonly approvals: ApprovalRepository,
    private readonly edits: ApprovalEditRepository,
    private readonly cancelling: CancelApproval,
    @Inject(GRANT_SIGNING_KEY) private readonly signingKey: SigningKey,
  ) {}

  @Responds(findApprovalOutcome)
  async find(request: FindApprovalOutcomeRequest): Promise<ApprovalOutcome> {
    const approval = await this.database.read(request.workspaceId, (tx) => this.approvals.find(tx, request));
    return approval === null ? { state: null, decided: null } : toApprovalOutcome(approval, this.signingKey);
  }

  /** What a grant for edited arguments is about. */
  @Responds(readEditedArguments)
  async readEdited(request: ReadEditedArgumentsRequest): Promise<EditedArguments> {
    const edit = await this.database.read(request.workspaceId, (tx) => this.edits.find(tx, request));
    if (edit === null) throw new ApprovalNotEditedError(request.approvalId);
    return { arguments: edit.edited, summary: edit.summary };
  }

  /** A decision that was first stands, and is the answer. */
  @Responds(cancelApproval)
  async cancel(request: CancelApprovalRequest): Promise<ApprovalOutcome> {
    const { actor, cause } = request;
    const cancellation = { actor, reason: toStorableText(request.reason), cause: cause ?? null };
    const approval = await this.database.transaction(request.workspaceId, (tx) =>
      this.cancelling.execute(tx, request, cancellation),
    );
    return approval === null ? { state: 'cancelled', decided: null } : toApprovalOutcome(approval, this.signingKey);
  }
}
