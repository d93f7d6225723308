import { type ApprovalPage, type ApprovalView, type ListApprovalsRequest, PAGE_SIZE_MAX } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { decodeIdCursor, encodeCursor } from '../cursor.js';
import { fitPage } from '../fit-page.js';
import { ApprovalToolsRepository } from './approval-tools.repository.js';
import { ApprovalRepository } from './approval.repository.js';
import { toApprovalView } from './approval.view.js';
import { HindranceRepository } from './hindrance.repository.js';

/** Newest first. */
@Injectable()
export class ListApprovals {
  constructor(
    private readonly database: Database,
    private readonly approvals: ApprovalRepository,
    private readonly hindrances: HindranceRepository,
    private readonly tools: ApprovalToolsRepository,
  ) {}

  /** @throws InvalidInputError */
  async execute(request: ListApprovalsRequest): Promise<ApprovalPage> {
    const { workspaceId, state, cursor, limit: wanted, forGroups, viewer } = request;
    const limit = wanted || PAGE_SIZE_MAX;
    const before = cursor ? decodeIdCursor(cursor) : null;
    return this.database.read(workspaceId, async (tx) => {
      const page = { state: state ?? null, before, limit: limit + 1, forGroups: forGroups ?? null };
      const approvals = await this.approvals.list(tx, workspaceId, page);
      const hindrances = await this.hindrances.find(tx, approvals, viewer);
      const tools = request.details === true ? await this.tools.list(tx, workspaceId, approvals) : null;
      const views = approvals.map((approval) => ({
        ...toApprovalView(approval, hindrances.get(approval.id)),
        ...(tools && { tool: tools.get(approval.id) ?? null }),
      }));
      const { items, isCut } = fitPage(views, limit);
      const last = items.at(-1);
      // After the page was cut, so that its cursor goes on behind all that was looked at: a page may be short, or empty.
      const isShown = ({ refusal }: ApprovalView): boolean => forGroups === undefined || !refusal;
      return { items: items.filter(isShown), nextCursor: isCut && last ? encodeCursor([last.id]) : null };
    });
  }
}
