import { Controller, Get } from '@nestjs/common';
import { PAGE_SIZE_MAX } from '@countersign/contracts';
import { Database } from '@countersign/database';
import { CurrentPrincipal, RequiresScope } from '../access/access.guard.js';
import type { Principal } from '../access/principal.js';
import { QueryOf } from '../http/input.dto.js';
import { Answers } from '../http/output.dto.js';
import { AuditPage, ListAuditQuery } from './audit.dto.js';
import { toAuditEntryView } from './audit-entry.view.js';
import { AuditRepository } from './audit.repository.js';

@Controller('api/v1/workspaces/:workspaceId/audit')
export class AuditController {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditRepository,
  ) {}

  @Get()
  @RequiresScope('audit:read')
  @Answers(AuditPage)
  async list(
    @CurrentPrincipal() { workspaceId }: Principal,
    @QueryOf(ListAuditQuery) { limit, ...query }: ListAuditQuery,
  ): Promise<AuditPage> {
    const size = limit || PAGE_SIZE_MAX;
    const rows = await this.database.read(workspaceId, (tx) => this.audit.list(tx, workspaceId, query, size + 1));
    const items = rows.slice(0, size).map(toAuditEntryView);
    return { items, nextCursor: rows.length > size ? (items.at(-1)?.id ?? null) : null };
  }
}
