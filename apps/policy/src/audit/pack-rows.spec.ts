import { describe, expect, it } from '@jest/globals';
import { type AuditedRow, AUDIT_TEXT_LENGTH_MAX } from '@countersign/contracts';
import { EVENT_BYTES_MAX } from '@countersign/messaging';
import { SYSTEM_ACTOR } from './audit-entry.js';
import { packRows } from './pack-rows.js';

function aRow(id: string, overrides: Partial<AuditedRow> = {}): AuditedRow {
  return {
    id,
    at: '2026-11-23T10:00:00.000Z',
    action: 'tool_policy.updated',
    actor: SYSTEM_ACTOR,
    way: 'web',
    integrationId: null,
    toolName: 'issue.get',
    approvalId: null,
    revision: 7,
    before: '{"enabled":true}',
    after: '{"enabled":false}',
    requestId: null,
    ...overrides,
  };
}

describe('the events of audit rows', () => {
  const idsOf = (rows: readonly AuditedRow[]): string[][] =>
    packRows(rows).map(({ id, others = [] }) => [id, ...others.map((other) => other.id)]);
  const rows = Array.from({ length: 1_500 }, (_, index) => aRow(`row-${index}`));

  it('are none of no rows, and one without others of one row', () => {
    expect(packRows([])).toEqual([]);
    expect(packRows([aRow('a')])).toEqual([aRow('a')]);
  });

  it('have every row once, in their order, and stay under the limit of an event', () => {
    expect(idsOf(rows).flat()).toEqual(rows.map(({ id }) => id));
    for (const event of packRows(rows)) expect(Buffer.byteLength(JSON.stringify(event))).toBeLessThan(EVENT_BYTES_MAX);
  });

  it('are as few as that allows', () => {
    const bytes = Buffer.byteLength(JSON.stringify(rows));
    expect(packRows(rows)).toHaveLength(Math.ceil(bytes / EVENT_BYTES_MAX));
  });

  it('leave a row that is as large as any alone, and what follows it too', () => {
    const text = '語'.repeat(AUDIT_TEXT_LENGTH_MAX);
    const large = (id: string): AuditedRow => aRow(id, { before: text, after: text });
    expect(idsOf([aRow('a'), large('b'), large('c'), large('d'), aRow('e')])).toEqual([
      ['a', 'b', 'c'],
      ['d', 'e'],
    ]);
    expect(packRows([large('b'), large('c')], 1)).toHaveLength(2);
  });
});
