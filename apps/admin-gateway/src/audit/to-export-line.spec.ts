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

  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\uFF1D1', "'\uFF1D1"],
    ['\t=1', "\t'=1"],
    ['\r\n =1', "\r\n '=1"],
    ['"=1', `""'=1`],
  ])('is no formula: %j', (name, cell) => {
    expect(toExportLine('csv', { ...ENTRY, actor: { ...ENTRY.actor, name } })).toContain(`"${cell}"`);
  });

  it.each([
    ['a;=c', "a;'=c"],
    ['a; "=c', `a; ""'=c`],
    ['a\t@c|+d', "a\t'@c|'+d"],
    ['a;b - c', 'a;b - c'],
  ])('begins none where a spreadsheet separates cells in another way: %j', (name, cell) => {
    expect(toExportLine('csv', { ...ENTRY, actor: { ...ENTRY.actor, name } })).toContain(`"${cell}"`);
  });

  it('has details that are the same JSON, and none of what could end a cell there', () => {
    const details = { text: 'a;=b|-c\t@d"\n+e', n: -1 };
    const [, cell = ''] = /"(\{.*\})"\r\n$/.exec(toExportLine('csv', { ...ENTRY, details })) ?? [];
    expect(JSON.parse(cell.replaceAll('""', '"'))).toEqual(details);
    expect(cell).not.toMatch(/[;|\t\n]/);
  });

  it('keeps quotes, commas and line breaks inside of their cell', () => {
    const line = toExportLine('csv', { ...ENTRY, actor: { ...ENTRY.actor, name: 'a","b\r\n=c' } });
    expect(line).toContain('"a"",""b\r\n\'=c"');
  });
});
