import { listAuditedRows } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { CATCH_UP_PAGES_MAX, RequestClient } from '@countersign/messaging';
import { Injectable, Logger } from '@nestjs/common';
import type { DueCatchUp } from './audit-catch-up.repository.js';
import { AuditRepository } from './audit.repository.js';
import { toRecorded } from './to-audit-entry.js';

/** A row is older than its commit by the length of a transaction, and by what the clocks of two machines differ. */
const OVERLAP_MS = 10 * 60_000;

/** Asks policy for its record, and keeps what no event has told of. An event that is only late then adds nothing. */
@Injectable()
export class CatchUpWithPolicy {
  private readonly logger = new Logger(CatchUpWithPolicy.name);

  constructor(
    private readonly database: Database,
    private readonly requests: RequestClient,
    private readonly audit: AuditRepository,
  ) {}

  /** Until when everything is here, by policy's clock. */
  async execute({ workspaceId, comparedUntil }: DueCatchUp): Promise<Date> {
    const since = new Date(comparedUntil.getTime() - OVERLAP_MS).toISOString();
    let place: { cursor?: string } = {};
    let readAt: string | null = null;
    let added = 0;
    for (let pages = 0; pages < CATCH_UP_PAGES_MAX; pages += 1) {
      const page = await this.requests.ask(listAuditedRows, { workspaceId, since, ...place });
      // What commits while later pages are read is compared next time.
      readAt ??= page.readAt;
      const entries = page.items.map(toRecorded);
      added += await this.database.transaction(workspaceId, (tx) => this.audit.appendAll(tx, workspaceId, entries));
      if (page.nextCursor === null) {
        if (added > 0) this.logger.warn('Made up for events of policy that never came', { workspaceId, rows: added });
        return new Date(readAt);
      }
      place = { cursor: page.nextCursor };
    }
    throw new Error(`policy's record of the workspace ${workspaceId} does not end`);
  }
}
