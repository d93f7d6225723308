import { describe, expect, it } from '@jest/globals';
import type { AuditEntryView } from './audit.dto.js';
import { toExportHead, toExportLine } from './to-export-line.js';

const ENTRY: AuditEntryView = {
  ...{ id: 'id', at: '2026-11-23T10:00:00.000Z', action: 'approval.denied', way: 'web', requestId: null },
  ...{ actor: { kind: 'user', id: 'u', name: 'Ann' }, integrationId: null, approvalId: null, details: { n: 1 } },
};

describe('a line of an exported audit', () => {
  it('is JSON, or has every cell of the head in quotes', () => {
    expect(JSON.parse(toExportLine('jsonl', ENTRY))).toEqual(ENTRY);
    expect(toExportHead('jsonl')).toBe('');
    expect(toExportHead('csv').split(',')).toHaveLength(12);
    expect(toExportLine('csv', ENTRY)).toBe(
      '"id","2026-11-23T10:00:00.000Z","approval.denied","user","u","Ann","","","","web","","{""n"":1}"\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '\uFF1D1'])('is no formula: %j', (name) => {
    const line = toExportLine('csv', { ...ENTRY, actor: { ...ENTRY.actor, name } });
    expect(line).toContain(`"'${name}"`);
  });

  it('keeps quotes, commas and line breaks inside of their cell', () => {
    const line = toExportLine('csv', { ...ENTRY, actor: { ...ENTRY.actor, name: 'a","b\r\n=c' } });
    expect(line).toContain('"a"",""b\r\n=c"');
  });
});
