import { describe, expect, it } from '@jest/globals';
import { describeUnreadableRow, readStoredRow, rowsByName } from './stored-row.js';
import { aRow, anUnreadableRow } from '../test/builders.js';

describe('reading stored rows', () => {
  it('loads the siblings of a row that cannot be read', () => {
    const documents = [{ name: 'a' }, { toolName: 'b', enabled: 'yes' }, { toolName: 'c' }];
    const rows = documents.map((document, ordinal) => readStoredRow(document, { ordinal }));
    expect(rows.map((row) => row.kind)).toEqual(['readable', 'unreadable', 'readable']);
  });

  it('keeps a row that cannot be read as it is, with its name', () => {
    const document = { toolName: 'b', enabled: 'yes' };
    const row = readStoredRow(document, { ordinal: 4 });
    expect(row).toMatchObject({ kind: 'unreadable', toolName: 'b', ordinal: 4 });
    expect(row.kind === 'unreadable' && row.raw).toBe(document);
  });

  it('takes the name of an unreadable row from its key where the document has none', () => {
    expect(readStoredRow(null, { toolName: 'b', ordinal: 0 })).toMatchObject({ kind: 'unreadable', toolName: 'b' });
    expect(readStoredRow(null, { ordinal: 0 })).toMatchObject({ kind: 'unreadable', toolName: null });
  });

  it('does not read a document that was stored under the name of another tool', () => {
    const row = readStoredRow({ toolName: 'a' }, { toolName: 'b', ordinal: 0 });
    expect(row).toMatchObject({ kind: 'unreadable', toolName: 'b', problem: { pointer: '/toolName' } });
  });

  it('gives a row without an ordinal the place that it has in its list', () => {
    expect(readStoredRow({ name: 'a' }, { ordinal: 9 })).toMatchObject({ policy: { ordinal: 9 } });
  });

  it.each([
    ['first', [anUnreadableRow('a'), aRow({ toolName: 'a' })]],
    ['last', [aRow({ toolName: 'a' }), anUnreadableRow('a')]],
  ])('lets an unreadable row deny its name although a readable one claims it, unreadable %s', (_, rows) => {
    expect(rowsByName(rows).get('a')?.kind).toBe('unreadable');
  });

  it('says which integration, which row and what is wrong, without the stored values', () => {
    const row = readStoredRow({ toolName: 'b', enabled: 'hunter2' }, { ordinal: 4 });
    if (row.kind !== 'unreadable') throw new Error('expected an unreadable row');
    expect(describeUnreadableRow('Jira', row)).toBe(
      'Integration Jira: the stored policy of tool "b" (row 4) cannot be read: /enabled is a string, expected true or false. The tool is denied until it is repaired.',
    );
  });

  it('shows a name that could deceive with its code points', () => {
    const row = readStoredRow({ toolName: 'pаy\u202e\n', enabled: 1 }, { ordinal: 0 });
    if (row.kind !== 'unreadable') throw new Error('expected an unreadable row');
    expect(describeUnreadableRow('Jira', row)).toContain('of tool "p\\u{430}y\\u{202E}\\n"');
  });

  it('describes a document that is no document at all', () => {
    const row = readStoredRow(null, { ordinal: 2 });
    if (row.kind !== 'unreadable') throw new Error('expected an unreadable row');
    expect(describeUnreadableRow('Jira', row)).toContain(
      'the stored policy without a readable name (row 2) cannot be read: the document is null',
    );
  });
});
