import { describe, expect, it } from '@jest/globals';
import { toolNameOf } from './stored-row.js';
import { verdict } from './verdict.js';
import {
  aFirstMerge,
  anIntegrationPolicy,
  anUnreadableRow,
  aRow,
  aTool,
  aVerdictInput,
  HASH_A,
  HASH_B,
  merged,
  mergedFrom,
  policiesOf,
} from '../test/builders.js';

describe('a trusted integration', () => {
  const integrationPolicy = anIntegrationPolicy({ trusted: true });

  it('has its new tools recorded, and they apply at once', () => {
    const { rows } = merged({ discovered: [aTool()], integrationPolicy });
    const [policy] = policiesOf(rows);
    expect(policy).toMatchObject({ review: 'new' });
    expect(verdict(aVerdictInput(policy, { integrationPolicy })).verdict).toBe('allow');
  });

  it('has its changed tools recorded, and their stored fields apply at once', () => {
    const discovered = [aTool('issue.get', { definitionHash: HASH_B })];
    const { rows } = merged({ stored: [aRow()], discovered, integrationPolicy });
    const [policy] = policiesOf(rows);
    expect(policy).toMatchObject({ review: 'changed' });
    const input = aVerdictInput(policy, { integrationPolicy, catalogueDefinitionHash: HASH_B });
    expect(verdict(input).verdict).toBe('allow');
  });

  it('has approvals of the old definition invalidated, because they are bound to it', () => {
    const discovered = [aTool('issue.get', { definitionHash: HASH_B })];
    expect(merged({ stored: [aRow()], discovered, integrationPolicy }).invalidated).toEqual([
      { toolName: 'issue.get', code: 'changed' },
    ]);
  });

  it('asks again for what was recorded once the trust is taken back', () => {
    const { rows } = merged({ discovered: [aTool()], integrationPolicy });
    expect(verdict(aVerdictInput(policiesOf(rows)[0])).verdict).toBe('ask');
  });
});

describe('the order of the rows', () => {
  it('is as discovered, then missing ones in stored order', () => {
    const stored = [
      aRow({ toolName: 'd', ordinal: 3 }),
      aRow({ toolName: 'b', ordinal: 1 }),
      aRow({ toolName: 'c', ordinal: 2 }),
      aRow({ toolName: 'a', ordinal: 0 }),
    ];
    const { rows } = merged({ stored, discovered: [aTool('c'), aTool('z'), aTool('a')] });
    expect(policiesOf(rows).map(({ toolName, ordinal }) => [toolName, ordinal])).toEqual([
      ['c', 0],
      ['z', 1],
      ['a', 2],
      ['b', 3],
      ['d', 4],
    ]);
  });

  it('writes the rows that moved', () => {
    const stored = [aRow({ toolName: 'a' }), aRow({ toolName: 'b', ordinal: 1 })];
    expect(merged({ stored, discovered: [aTool('b'), aTool('a')] }).changed).toEqual(['b', 'a']);
  });
});

describe('a stored row that cannot be read', () => {
  it('is not dropped, not rewritten and gets no second row beside it', () => {
    const broken = anUnreadableRow('broken');
    const { rows, changed } = merged({ stored: [broken, aRow()], discovered: [aTool('broken'), aTool()] });
    expect(rows[0]).toBe(broken);
    expect(rows).toHaveLength(2);
    expect(changed).not.toContain('broken');
  });

  it('stays as it is when its tool is gone, and so does one without a name', () => {
    const stored = [anUnreadableRow('broken', 0), anUnreadableRow(null, 1)];
    const { rows, invalidated } = merged({ stored, discovered: [] });
    expect(rows).toEqual(stored);
    expect(invalidated).toEqual([]);
  });

  it('lets its siblings take part in the merge', () => {
    const stored = [anUnreadableRow('broken'), aRow({ ordinal: 1 })];
    const { rows } = merged({ stored, discovered: [aTool('issue.get', { definitionHash: HASH_B })] });
    expect(policiesOf(rows)).toMatchObject([{ review: 'changed' }]);
  });

  it('comes after the missing ones where it is not listed, and the same listing again moves nothing', () => {
    const missing = aRow({ toolName: 'm', status: 'missing', ordinal: 6 });
    const first = merged({ stored: [anUnreadableRow('broken', 5), missing], discovered: [aTool('x')] });
    expect(first.rows.map(toolNameOf)).toEqual(['x', 'm', 'broken']);
    expect(merged({ stored: first.rows, discovered: [aTool('x')] }).changed).toEqual([]);
  });
});

describe('a discovery that overtook the edit of its connection', () => {
  const stored = [
    aRow({ requiresApproval: true }),
    aRow({ toolName: 'gone', ordinal: 1 }),
    aRow({ toolName: 'b', ordinal: 2 }),
  ];
  const discovered = [aTool(), aTool('b', { definitionHash: HASH_B })];

  it('keeps the policies by name and marks every tool changed, the same definition or not', () => {
    const { rows } = merged({ stored, discovered, connectionMoved: true });
    expect(policiesOf(rows)).toMatchObject([
      { toolName: 'issue.get', review: 'changed', requiresApproval: true },
      { toolName: 'b', review: 'changed' },
      { toolName: 'gone', review: 'changed', status: 'missing' },
    ]);
  });

  it('invalidates every tool, with one reason each', () => {
    expect(merged({ stored, discovered, connectionMoved: true }).invalidated).toEqual([
      { toolName: 'issue.get', code: 'connection_moved' },
      { toolName: 'b', code: 'connection_moved' },
      { toolName: 'gone', code: 'missing' },
    ]);
  });

  it('writes what the mark changed', () => {
    expect(merged({ stored: [aRow()], discovered: [aTool()], connectionMoved: true }).changed).toEqual(['issue.get']);
  });
});

describe('a tool with a name that is easy to mistake', () => {
  const flagged = aTool('issue.get', { flags: ['non_ascii', 'confusable', 'non_ascii'] });

  it('is new even in the first discovery', () => {
    const { rows } = mergedFrom(aFirstMerge({ discovered: [flagged] }));
    expect(policiesOf(rows)).toMatchObject([
      { review: 'new', flags: ['confusable', 'non_ascii'], acknowledgedFlags: [] },
    ]);
  });

  it('becomes new when a sibling turns up that it can be taken for', () => {
    const { rows, invalidated } = merged({ stored: [aRow()], discovered: [flagged] });
    expect(policiesOf(rows)).toMatchObject([{ review: 'new', acknowledgedHash: HASH_A }]);
    expect(invalidated).toEqual([]);
  });

  it('stays settled once somebody has acknowledged these flags', () => {
    const flags = ['confusable', 'non_ascii'];
    const stored = [aRow({ flags, acknowledgedFlags: flags })];
    expect(merged({ stored, discovered: [flagged] }).changed).toEqual([]);
  });

  it('stays new when the flags go away, until somebody acknowledges it', () => {
    const { rows } = merged({ stored: [aRow()], discovered: [flagged] });
    expect(policiesOf(merged({ stored: rows, discovered: [aTool()] }).rows)).toMatchObject([
      { review: 'new', flags: [] },
    ]);
  });
});
