import { AUDIT_TEXT_LENGTH_MAX, type AuditedRow } from '@countersign/contracts';

/** Of a request id: longer ones are not ours, and stay whole in the row. */
const REQUEST_ID_LENGTH_MAX = 128;
const CUT = '…';

/** A row of the audit for whoever shows it: texts that may be long are cut, so that any row fits into an event. */
export function toAuditedRow(row: AuditedRow): AuditedRow {
  return {
    ...row,
    before: cut(row.before, AUDIT_TEXT_LENGTH_MAX),
    after: cut(row.after, AUDIT_TEXT_LENGTH_MAX),
    requestId: cut(row.requestId, REQUEST_ID_LENGTH_MAX),
  };
}

/** A cut may go through a surrogate pair, and half a character has no UTF-8 form. */
function cut(text: string | null, lengthMax: number): string | null {
  if (text === null || text.length <= lengthMax) return text;
  return `${text.slice(0, lengthMax - CUT.length).replace(/[\ud800-\udbff]$/, '')}${CUT}`;
}
