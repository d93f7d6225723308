import { describe, expect, it } from '@jest/globals';
import { AUDIT_TEXT_LENGTH_MAX, type AuditedRow } from '@countersign/contracts';
import { SYSTEM_ACTOR } from './audit-entry.js';
import { toAuditedRow } from './audit.view.js';
import { PACKED_BYTES_MAX } from './pack-rows.js';

describe('an announced audit row', () => {
  const row: AuditedRow = {
    id: 'i',
    at: '2026-11-23T10:00:00.000Z',
    action: 'tool_policy.updated',
    actor: SYSTEM_ACTOR,
    way: null,
    integrationId: null,
    toolName: null,
    approvalId: null,
    revision: null,
    before: null,
    after: null,
    requestId: null,
  };

  it('is the row, where nothing in it is long', () => {
    expect(toAuditedRow(row)).toEqual(row);
  });

  it('cuts what is too long, between characters', () => {
    const before = `"${'x'.repeat(AUDIT_TEXT_LENGTH_MAX - 3)}😀"`;
    const announced = toAuditedRow({ ...row, before, after: '{}', requestId: 'r'.repeat(200) });
    expect(announced.before).toBe(`"${'x'.repeat(AUDIT_TEXT_LENGTH_MAX - 3)}…`);
    expect(announced.before?.isWellFormed()).toBe(true);
    expect(announced).toMatchObject({ after: '{}', requestId: `${'r'.repeat(127)}…` });
  });

  it.each(['"', '語', '\\u0000'])('fits into an event, however many %s it has', (character) => {
    const text = character.repeat(100_000);
    const announced = toAuditedRow({ ...row, toolName: '語'.repeat(1_024), before: text, after: text });
    expect(Buffer.byteLength(JSON.stringify(announced))).toBeLessThan(PACKED_BYTES_MAX);
  });
});
