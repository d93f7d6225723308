import { Readable } from 'node:stream';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { Writer } from '../access/principal.js';
import { GATEWAY_ACTOR } from './audit-entry.js';
import { toAuditEntryView } from './audit-entry.view.js';
import { type AuditQuery, AuditRepository } from './audit.repository.js';
import type { AuditEntryView, ExportFormat } from './audit.dto.js';
import { toExportHead, toExportLine } from './to-export-line.js';

/** A year of a busy workspace; what is more is exported from where this ends. */
export const EXPORT_ROWS_MAX = 250_000;
/** In memory at a time. */
const ROWS_PER_PAGE = 500;

/** The audit as a file, page by page as its reader takes it. That somebody took it is audited first. */
@Injectable()
export class ExportAudit {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditRepository,
  ) {}

  async execute({ workspaceId, actor, way }: Writer, format: ExportFormat, query: AuditQuery): Promise<Readable> {
    const details = { format, ...query };
    await this.database.transaction(workspaceId, (tx) => {
      return this.audit.record(tx, workspaceId, { action: 'audit.exported', actor, way, details });
    });
    return Readable.from(this.lines(workspaceId, format, query), { objectMode: false });
  }

  private async *lines(workspaceId: string, format: ExportFormat, query: AuditQuery): AsyncGenerator<string> {
    yield toExportHead(format);
    let { cursor } = query;
    for (let count = 0; count < EXPORT_ROWS_MAX; count += ROWS_PER_PAGE) {
      const after = { ...query, ...(cursor === undefined ? {} : { cursor }) };
      const page = await this.database.read(workspaceId, (tx) => {
        return this.audit.list(tx, workspaceId, after, ROWS_PER_PAGE);
      });
      yield page.map((row) => toExportLine(format, toAuditEntryView(row))).join('');
      if (page.length < ROWS_PER_PAGE) return;
      cursor = page.at(-1)?.id;
    }
    if (cursor !== undefined) yield toExportLine(format, cutAt(cursor));
  }
}

/** The last line of what was too long says so, and where it goes on. */
function cutAt(cursor: string): AuditEntryView {
  return {
    id: cursor,
    at: new Date().toISOString(),
    action: 'audit.export_cut',
    actor: GATEWAY_ACTOR,
    ...{ integrationId: null, approvalId: null, way: null, requestId: null },
    details: { cursor, rows: EXPORT_ROWS_MAX },
  };
}
