import { type AuditedRowPage, type ListAuditedRowsRequest, PAGE_SIZE_MAX } from '@countersign/contracts';
import { Database, databaseNow, lowestIdAt } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import { decodeIdCursor, encodeCursor } from '../cursor.js';
import { fitPage } from '../fit-page.js';
import { AuditRepository } from './audit.repository.js';
import { toAuditedRow } from './audit.view.js';

/** The record as it was announced, the oldest first: for whoever may have missed an announcement. */
@Injectable()
export class ListAuditedRows {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditRepository,
  ) {}

  /** @throws InvalidInputError */
  async execute({ workspaceId, since, cursor, limit: wanted }: ListAuditedRowsRequest): Promise<AuditedRowPage> {
    const limit = wanted || PAGE_SIZE_MAX;
    const page = { from: lowestIdAt(new Date(since)), after: cursor ? decodeIdCursor(cursor) : null, limit: limit + 1 };
    return this.database.read(workspaceId, async (tx) => {
      const readAt = await databaseNow(tx);
      const rows = await this.audit.list(tx, workspaceId, page);
      const { items, isCut } = fitPage(rows.map(toAuditedRow), limit);
      const last = items.at(-1);
      const nextCursor = isCut && last ? encodeCursor([last.id]) : null;
      return { items: [...items], nextCursor, readAt: readAt.toISOString() };
    });
  }
}
