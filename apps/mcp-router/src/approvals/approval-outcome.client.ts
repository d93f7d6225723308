import { type ApprovalOutcome, findApprovalOutcome } from '@countersign/contracts';
import { RequestClient } from '@countersign/messaging';
import { Injectable } from '@nestjs/common';
import { EditedArgumentsClient, type FetchedEdit } from './edited-arguments.client.js';

/** What policy says of an approval, with all that is needed to apply it. */
@Injectable()
export class ApprovalOutcomeClient {
  constructor(
    private readonly requests: RequestClient,
    private readonly edited: EditedArgumentsClient,
  ) {}

  async find(
    workspaceId: string,
    approvalId: string,
  ): Promise<ApprovalOutcome & { readonly edit: FetchedEdit | null }> {
    const outcome = await this.requests.ask(findApprovalOutcome, { workspaceId, approvalId });
    const edit = outcome.decided === null ? null : await this.edited.fetchFor(workspaceId, outcome.decided);
    return { ...outcome, edit };
  }
}
