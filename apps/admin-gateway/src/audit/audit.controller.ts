import { Controller, Get, Req, StreamableFile } from '@nestjs/common';
import { PAGE_SIZE_MAX } from '@countersign/contracts';
import { Database } from '@countersign/database';
import type { Request } from 'express';
import { CurrentPrincipal, CurrentWriter, RequiresScope } from '../access/access.guard.js';
import type { Principal, Writer } from '../access/principal.js';
import { CLIENT_HEADER } from '../access/way-of.js';
import { QueryOf } from '../http/input.dto.js';
import { Answers, AnswersFile, Explained, TakesHeader } from '../http/output.dto.js';
import { AuditPage, ExportAuditQuery, ListAuditQuery } from './audit.dto.js';
import { toAuditEntryView } from './audit-entry.view.js';
import { AuditRepository } from './audit.repository.js';
import { EXPORT_ROWS_MAX, ExportAudit } from './export-audit.use-case.js';

const FILE_TYPES = { jsonl: 'application/jsonl', csv: 'text/csv' } as const;
const ABOUT_EXPORT = `The same entries as the list, newest first, as a file: \`jsonl\` has a line of JSON for each, \`csv\` a row, in which an
apostrophe stands before text that a spreadsheet would calculate. At most ${EXPORT_ROWS_MAX} entries; where there are more, the last
line is \`audit.export_cut\`, whose id is the cursor to go on from. It breaks off when whoever takes it may not read it any more.
Every export is audited.`;

@Controller('api/v1/workspaces/:workspaceId/audit')
export class AuditController {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditRepository,
    private readonly exporting: ExportAudit,
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

  @Get('export')
  @RequiresScope('audit:read')
  @TakesHeader(CLIENT_HEADER)
  @Explained(ABOUT_EXPORT)
  @AnswersFile(...Object.values(FILE_TYPES))
  async export(
    @Req() request: Request,
    @CurrentWriter() writer: Writer,
    @QueryOf(ExportAuditQuery) { format = 'jsonl', ...query }: ExportAuditQuery,
  ): Promise<StreamableFile> {
    const type = `${FILE_TYPES[format]}; charset=utf-8`;
    const disposition = `attachment; filename="audit.${format}"`;
    return new StreamableFile(await this.exporting.execute(request, writer, { format, ...query }), {
      type,
      disposition,
    });
  }
}
