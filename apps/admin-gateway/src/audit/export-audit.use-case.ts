import { Readable } from 'node:stream';
import { Database } from '@countersign/database';
import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { assertScope } from '../access/access.guard.js';
import { Authenticator } from '../access/authenticator.client.js';
import type { Writer } from '../access/principal.js';
import { WorkspaceDoor } from '../access/workspace-door.client.js';
import { GATEWAY_ACTOR } from './audit-entry.js';
import { toAuditEntryView } from './audit-entry.view.js';
import { type AuditQuery, AuditRepository } from './audit.repository.js';
import type { AuditEntryView, ExportFormat } from './audit.dto.js';
import { toExportHead, toExportLine } from './to-export-line.js';

/** A year of a busy workspace; what is more is exported from where this ends. */
export const EXPORT_ROWS_MAX = 250_000;
/** In memory at a time. */
const ROWS_PER_PAGE = 500;

export interface ExportWish extends AuditQuery {
  readonly format: ExportFormat;
}

/** The audit as a file, page by page as its reader takes it. That somebody took it is audited first. */
@Injectable()
export class ExportAudit {
  constructor(
    private readonly database: Database,
    private readonly audit: AuditRepository,
    private readonly authenticator: Authenticator,
    private readonly door: WorkspaceDoor,
  ) {}

  /** What it gives breaks off where the right to read it ends, and is then no complete answer. */
  async execute(request: Request, { workspaceId, actor, way }: Writer, wish: ExportWish): Promise<Readable> {
    await this.database.transaction(workspaceId, (tx) => {
      return this.audit.record(tx, workspaceId, { action: 'audit.exported', actor, way, details: { ...wish } });
    });
    const mayGoOn = (): Promise<void> => this.assertMayRead(request, workspaceId);
    return Readable.from(this.lines(workspaceId, wish, mayGoOn), { objectMode: false });
  }

  /** A year of entries takes a slow reader minutes, in which tokens are revoked and people are removed. */
  private async assertMayRead(request: Request, workspaceId: string): Promise<void> {
    assertScope(await this.door.enter(await this.authenticator.recognize(request), workspaceId), 'audit:read');
  }

  private async *lines(
    workspaceId: string,
    { format, ...query }: ExportWish,
    mayGoOn: () => Promise<void>,
  ): AsyncGenerator<string> {
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
      await mayGoOn();
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
