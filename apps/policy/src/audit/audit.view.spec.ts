import { describe, expect, it } from '@jest/globals';
import { AUDIT_TEXT_LENGTH_MAX } from '@countersign/contracts';
import { EVENT_BYTES_MAX } from '@countersign/messaging';
import { SYSTEM_ACTOR } from './audit-entry.js';
import { toPolicyAudited } from './audit.view.js';

describe('an announced audit row', () => {
  const at = new Date('2026-11-23T10:00:00.000Z');
  const entry = { action: 'tool_policy.updated', actor: SYSTEM_ACTOR } as const;

  it('says null for everything that the row does not have', () => {
    const row = { id: 'i', entry, before: null, after: null, requestId: null };
    expect(toPolicyAudited(row, at)).toEqual({
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
    });
  });

  it('cuts what is too long, between characters', () => {
    const before = `"${'x'.repeat(AUDIT_TEXT_LENGTH_MAX - 3)}😀"`;
    const announced = toPolicyAudited({ id: 'i', entry, before, after: '{}', requestId: 'r'.repeat(200) }, at);
    expect(announced.before).toBe(`"${'x'.repeat(AUDIT_TEXT_LENGTH_MAX - 3)}…`);
    expect(announced.before?.isWellFormed()).toBe(true);
    expect(announced).toMatchObject({ after: '{}', requestId: `${'r'.repeat(127)}…` });
  });

  it.each(['"', '語', '\\u0000'])('fits into an event, however many %s it has', (character) => {
    const text = character.repeat(100_000);
    const named = { ...entry, toolName: '語'.repeat(1_024) };
    const announced = toPolicyAudited({ id: 'i', entry: named, before: text, after: text, requestId: null }, at);
    expect(Buffer.byteLength(JSON.stringify(announced))).toBeLessThan(EVENT_BYTES_MAX - 4_096);
  });
});
