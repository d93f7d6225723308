import { type AuditedRowPage, listAuditedRows, ListAuditedRowsRequest } from '@countersign/contracts';
import { Responder, Responds } from '@countersign/messaging';
import { ListAuditedRows } from './list-audited-rows.use-case.js';

@Responder()
export class AuditResponder {
  constructor(private readonly listing: ListAuditedRows) {}

  @Responds(listAuditedRows)
  async list(request: ListAuditedRowsRequest): Promise<AuditedRowPage> {
    return this.listing.execute(request);
  }
}
