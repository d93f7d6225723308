import { type ApprovalPage, type ListApprovalsRequest, PAGE_SIZE_MAX } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { decodeIdCursor, encodeCursor } from '../cursor.js';
import { fitPage } from '../fit-page.js';
import { ApprovalRepository } from './approval.repository.js';
import { toApprovalView } from './approval.view.js';
import { ObstacleRepository } from './obstacle.repository.js';

/** Newest first. */
@Injectable()
export class ListApprovals {
  constructor(
    private readonly database: Database,
    private readonly approvals: ApprovalRepository,
    private readonly obstacles: ObstacleRepository,
  ) {}

  /** @throws InvalidInputError */
  async execute({ workspaceId, state, cursor, limit: wanted, forGroups }: ListApprovalsRequest): Promise<ApprovalPage> {
    const limit = wanted || PAGE_SIZE_MAX;
    const before = cursor ? decodeIdCursor(cursor) : null;
    return this.database.read(workspaceId, async (tx) => {
      const page = { state: state ?? null, before, limit: limit + 1, forGroups: forGroups ?? null };
      const approvals = await this.approvals.list(tx, workspaceId, page);
      const obstacles = await this.obstacles.find(tx, workspaceId, approvals);
      const views = approvals.map((approval) => toApprovalView(approval, obstacles.get(approval.id)));
      const { items, isCut } = fitPage(views, limit);
      const last = items.at(-1);
      return { items: [...items], nextCursor: isCut && last ? encodeCursor([last.id]) : null };
    });
  }
}
