import type { ApprovalDetails, GetApprovalRequest } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { ApprovalNotFoundError } from './approval.errors.js';
import { ApprovalToolsRepository } from './approval-tools.repository.js';
import { ApprovalRepository } from './approval.repository.js';
import { toApprovalView } from './approval.view.js';
import { HindranceRepository } from './hindrance.repository.js';
import { ApprovalEditRepository } from './approval-edit.repository.js';

/** One approval, with what an approver changed. */
@Injectable()
export class GetApproval {
  constructor(
    private readonly database: Database,
    private readonly approvals: ApprovalRepository,
    private readonly hindrances: HindranceRepository,
    private readonly edits: ApprovalEditRepository,
    private readonly tools: ApprovalToolsRepository,
  ) {}

  /** @throws ApprovalNotFoundError */
  async execute({ viewer, ...key }: GetApprovalRequest): Promise<ApprovalDetails> {
    return this.database.read(key.workspaceId, async (tx) => {
      const approval = await this.approvals.find(tx, key);
      if (approval === null) throw new ApprovalNotFoundError(key.approvalId);
      const hindrances = await this.hindrances.find(tx, [approval], viewer);
      const toolDetails = await this.tools.find(tx, approval);
      const view = { ...toApprovalView(approval, hindrances.get(approval.id)), toolDetails };
      const found = approval.editedBindingHash === null ? null : await this.edits.find(tx, key);
      if (found === null) return { ...view, edit: null };
      const { original, edited, differences, truncated } = found;
      return { ...view, edit: { original, edited, differences, truncated } };
    });
  }
}
