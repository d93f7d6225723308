import { assertNever } from '@countersign/contracts';
import type { AuditEntryView, ExportFormat } from './audit.dto.js';

const COLUMNS = [
  'id',
  'at',
  'action',
  'actorKind',
  'actorId',
  'actorName',
  'ownerId',
  'integrationId',
  'approvalId',
  'way',
  'requestId',
  'details',
] as const;

/**
 * Where a spreadsheet begins a formula, wherever the text comes from: at the start, and where it takes another character than
 * the comma for the end of a cell, because it then takes our quotes for text.
 */
const FORMULA_START = /((?:^|[;|\t\r\n])[\s"]*)(?=[=+\-@\uFF1D\uFF0B\uFF0D\uFF20])/g;

/** What comes before the first entry. */
export function toExportHead(format: ExportFormat): string {
  return format === 'csv' ? `${COLUMNS.join(',')}\r\n` : '';
}

export function toExportLine(format: ExportFormat, entry: AuditEntryView): string {
  switch (format) {
    case 'jsonl':
      return `${JSON.stringify(entry)}\n`;
    case 'csv':
      return toCsvLine(entry);
    default:
      return assertNever(format);
  }
}

/** RFC 4180; every cell in quotes. */
function toCsvLine({ actor, details, ...entry }: AuditEntryView): string {
  const row = {
    ...entry,
    actorKind: actor.kind,
    actorId: actor.id,
    actorName: actor.name,
    ownerId: actor.ownerId ?? null,
    // The same JSON without what could end a cell.
    details: JSON.stringify(details).replaceAll(';', '\\u003b').replaceAll('|', '\\u007c'),
  };
  return `${COLUMNS.map((column) => toCell(row[column])).join(',')}\r\n`;
}

/** Text that a spreadsheet would calculate is shown as the text that it is. */
function toCell(value: string | null): string {
  return `"${(value ?? '').replaceAll(FORMULA_START, "$1'").replaceAll('"', '""')}"`;
}
