import { describe, expect, it } from '@jest/globals';
import { mergeDiscovery } from './merge-discovery.js';
import { verdict } from './verdict.js';
import {
  aFirstMerge,
  aMerge,
  anIntegrationPolicy,
  anOldRow,
  aRow,
  aTool,
  aToolPolicy,
  aVerdictInput,
  HASH_A,
  HASH_B,
  HASH_C,
  merged,
  mergedFrom,
  policiesOf,
} from '../test/builders.js';

describe('the first discovery of an integration', () => {
  it.each([
    ['open', {}, { enabled: true, requiresApproval: false }],
    ['ask', {}, { enabled: true, requiresApproval: true }],
    ['off', {}, { enabled: false, requiresApproval: false }],
    ['by-annotation', { readOnlyHint: true }, { enabled: true, requiresApproval: false }],
    ['by-annotation', { readOnlyHint: true, destructiveHint: false }, { enabled: true, requiresApproval: false }],
    ['by-annotation', { readOnlyHint: true, destructiveHint: true }, { enabled: true, requiresApproval: true }],
    ['by-annotation', { readOnlyHint: false }, { enabled: true, requiresApproval: true }],
    ['by-annotation', { destructiveHint: false }, { enabled: true, requiresApproval: true }],
    ['by-annotation', {}, { enabled: true, requiresApproval: true }],
  ] as const)('with posture %s and hints %j gives %j and no review', (posture, annotations, fields) => {
    const discovered = [aTool('a', { annotations })];
    const { rows, changed } = mergedFrom(
      aFirstMerge({ integrationPolicy: anIntegrationPolicy({ posture }), discovered }),
    );
    expect(policiesOf(rows)).toEqual([aToolPolicy({ toolName: 'a', ...fields })]);
    expect(changed).toEqual(['a']);
  });

  it('asks about a tool without annotations when the posture goes by annotations', () => {
    const integrationPolicy = anIntegrationPolicy({ posture: 'by-annotation' });
    const { rows } = mergedFrom(aFirstMerge({ integrationPolicy, discovered: [aTool('a')] }));
    expect(policiesOf(rows)).toMatchObject([{ enabled: true, requiresApproval: true, review: 'none' }]);
  });

  it('invalidates nothing', () => {
    expect(mergedFrom(aFirstMerge({ discovered: [aTool()] })).invalidated).toEqual([]);
  });

  it('takes an unknown tool beside rows from before revisions as one that came later', () => {
    const stored = [aRow({ toolName: 'a' })];
    const { rows } = mergedFrom(aFirstMerge({ stored, discovered: [aTool('a'), aTool('b')] }));
    expect(policiesOf(rows)).toMatchObject([{ review: 'none' }, { toolName: 'b', review: 'new' }]);
  });
});

describe('a tool that is discovered and stored', () => {
  const decided = {
    enabled: false,
    requiresApproval: true,
    idempotent: true,
    approval: { expiresInSeconds: 60, allowSelfApproval: false, approverGroup: 'security' },
  };

  it('keeps what people decided', () => {
    const { rows } = merged({ stored: [aRow(decided)], discovered: [aTool('issue.get', { definitionHash: HASH_B })] });
    expect(policiesOf(rows)).toMatchObject([decided]);
  });

  it('takes its definition from the discovery', () => {
    const { rows } = merged({ stored: [aRow()], discovered: [aTool('issue.get', { definitionHash: HASH_B })] });
    expect(policiesOf(rows)).toMatchObject([{ definitionHash: HASH_B, status: 'available' }]);
  });

  it('is not written again where nothing differs', () => {
    const { changed, invalidated } = merged({ stored: [aRow()], discovered: [aTool()] });
    expect({ changed, invalidated }).toEqual({ changed: [], invalidated: [] });
  });

  it('is not touched by the posture, which is for tools that nobody decided about', () => {
    const integrationPolicy = anIntegrationPolicy({ posture: 'off' });
    const { rows } = merged({ stored: [aRow()], discovered: [aTool()], integrationPolicy });
    expect(policiesOf(rows)).toEqual([aToolPolicy()]);
  });

  it('is rewritten in full where its stored document was healed', () => {
    const stored = [{ kind: 'readable' as const, policy: aToolPolicy(), isHealed: true }];
    const { rows, changed } = merged({ stored, discovered: [aTool()] });
    expect(changed).toEqual(['issue.get']);
    expect(rows).toEqual([aRow()]);
  });

  it('takes the definition as acknowledged where its row is from before definitions were hashed', () => {
    const stored = [anOldRow(['definitionHash', 'acknowledgedHash'])];
    const { rows, invalidated } = merged({ stored, discovered: [aTool('issue.get', { definitionHash: HASH_B })] });
    expect(policiesOf(rows)).toMatchObject([{ definitionHash: HASH_B, acknowledgedHash: HASH_B, review: 'none' }]);
    expect(invalidated).toEqual([]);
  });

  it('compares with the stored definition where its row is from before reviews', () => {
    const stored = [anOldRow(['acknowledgedHash'])];
    const { rows } = merged({ stored, discovered: [aTool('issue.get', { definitionHash: HASH_B })] });
    expect(policiesOf(rows)).toMatchObject([{ acknowledgedHash: HASH_A, review: 'changed' }]);
  });
});

describe('a tool that is discovered later', () => {
  it.each([
    ['open', { enabled: true, requiresApproval: false }],
    ['ask', { enabled: true, requiresApproval: true }],
    ['off', { enabled: false, requiresApproval: false }],
    ['by-annotation', { enabled: true, requiresApproval: true }],
  ] as const)('gets the fields of posture %s and review new', (posture, fields) => {
    const integrationPolicy = anIntegrationPolicy({ posture });
    const { rows } = merged({ stored: [aRow()], discovered: [aTool(), aTool('b')], integrationPolicy });
    expect(policiesOf(rows)[1]).toMatchObject({ toolName: 'b', review: 'new', ...fields });
    expect(policiesOf(rows)[1]).not.toHaveProperty('acknowledgedHash');
  });

  it('is at least ask until somebody acknowledges it', () => {
    const { rows } = merged({ stored: [], discovered: [aTool()] });
    const [policy] = policiesOf(rows);
    expect(verdict(aVerdictInput(policy))).toMatchObject({ verdict: 'ask', reason: { code: 'review.new' } });
  });

  it('stays new when its definition changes before anybody looked, and its pending approvals are void', () => {
    const stored = [anOldRow(['acknowledgedHash'], { review: 'new' })];
    const { rows, invalidated } = merged({ stored, discovered: [aTool('issue.get', { definitionHash: HASH_B })] });
    expect(policiesOf(rows)).toMatchObject([{ review: 'new', definitionHash: HASH_B }]);
    expect(invalidated).toEqual([{ toolName: 'issue.get', code: 'changed' }]);
  });
});

describe('a tool that is stored and not discovered', () => {
  it('is kept with its policy as missing', () => {
    const stored = [aRow({ requiresApproval: true, review: 'changed' })];
    const { rows, changed } = merged({ stored, discovered: [aTool('b')] });
    expect(policiesOf(rows)[1]).toEqual(
      aToolPolicy({ requiresApproval: true, review: 'changed', status: 'missing', ordinal: 1 }),
    );
    expect(changed).toEqual(['b', 'issue.get']);
  });

  it('is denied', () => {
    const { rows } = merged({ stored: [aRow()], discovered: [] });
    expect(verdict(aVerdictInput(policiesOf(rows)[0])).verdict).toBe('deny');
  });

  it('has its pending approvals invalidated once', () => {
    const first = merged({ stored: [aRow()], discovered: [] });
    expect(first.invalidated).toEqual([{ toolName: 'issue.get', code: 'missing' }]);
    expect(merged({ stored: first.rows, discovered: [] }).invalidated).toEqual([]);
  });
});

describe('a missing tool that is discovered again', () => {
  it('has its old policy again', () => {
    const stored = [aRow({ status: 'missing', enabled: false, requiresApproval: true })];
    const { rows, invalidated } = merged({ stored, discovered: [aTool()] });
    expect(policiesOf(rows)).toEqual([aToolPolicy({ enabled: false, requiresApproval: true })]);
    expect(invalidated).toEqual([]);
  });

  it('has its definition compared like any other', () => {
    const stored = [aRow({ status: 'missing' })];
    const { rows } = merged({ stored, discovered: [aTool('issue.get', { definitionHash: HASH_B })] });
    expect(policiesOf(rows)).toMatchObject([{ status: 'available', review: 'changed' }]);
  });
});

describe('a definition that differs from the last acknowledged one', () => {
  const changedTool = aTool('issue.get', { definitionHash: HASH_B });

  it('keeps the policy and marks the review changed', () => {
    const { rows } = merged({ stored: [aRow()], discovered: [changedTool] });
    expect(policiesOf(rows)).toEqual([
      aToolPolicy({ definitionHash: HASH_B, acknowledgedHash: HASH_A, review: 'changed' }),
    ]);
  });

  it('invalidates the pending approvals of that tool only', () => {
    const stored = [aRow(), aRow({ toolName: 'b', ordinal: 1 })];
    const { invalidated } = merged({ stored, discovered: [changedTool, aTool('b')] });
    expect(invalidated).toEqual([{ toolName: 'issue.get', code: 'changed' }]);
  });

  it('does not invalidate again what was asked for under the changed definition', () => {
    const { rows } = merged({ stored: [aRow()], discovered: [changedTool] });
    expect(merged({ stored: rows, discovered: [changedTool] })).toMatchObject({ changed: [], invalidated: [] });
  });

  it('invalidates again when the definition moves on', () => {
    const { rows } = merged({ stored: [aRow()], discovered: [changedTool] });
    const next = merged({ stored: rows, discovered: [aTool('issue.get', { definitionHash: HASH_C })] });
    expect(next.invalidated).toEqual([{ toolName: 'issue.get', code: 'changed' }]);
    expect(policiesOf(next.rows)).toMatchObject([{ review: 'changed', acknowledgedHash: HASH_A }]);
  });

  it('stays changed until a person acknowledges it, even when the definition changes back', () => {
    const { rows } = merged({ stored: [aRow()], discovered: [changedTool] });
    const back = merged({ stored: rows, discovered: [aTool()] });
    expect(policiesOf(back.rows)).toMatchObject([{ definitionHash: HASH_A, review: 'changed' }]);
    expect(back.invalidated).toEqual([{ toolName: 'issue.get', code: 'changed' }]);
  });

  it('is found by the acknowledged hash, not by the one that was seen last', () => {
    const stored = [aRow({ definitionHash: HASH_B, acknowledgedHash: HASH_A })];
    const { rows, invalidated } = merged({ stored, discovered: [changedTool] });
    expect(policiesOf(rows)).toMatchObject([{ review: 'changed' }]);
    expect(invalidated).toEqual([{ toolName: 'issue.get', code: 'changed' }]);
  });
});

describe('a renamed tool', () => {
  it('is missing under the old name and new under the new one, without its opening', () => {
    const integrationPolicy = anIntegrationPolicy({ posture: 'ask' });
    const stored = [aRow({ toolName: 'old', requiresApproval: false })];
    const { rows } = merged({ stored, discovered: [aTool('new')], integrationPolicy });
    expect(policiesOf(rows)).toMatchObject([
      { toolName: 'new', review: 'new', requiresApproval: true, status: 'available' },
      { toolName: 'old', requiresApproval: false, status: 'missing' },
    ]);
  });

  it('is another tool when only its case or its normalisation differs', () => {
    const stored = [aRow({ toolName: 'é' })];
    const { rows } = merged({ stored, discovered: [aTool('e\u0301'), aTool('É')] });
    expect(policiesOf(rows)).toMatchObject([{ review: 'new' }, { review: 'new' }, { status: 'missing' }]);
  });
});

describe('duplicate names in one listing', () => {
  it('become one row, of the first, and a warning that names them once', () => {
    const discovered = [aTool('a'), aTool('b'), aTool('a', { definitionHash: HASH_B }), aTool('a')];
    const { rows, warnings } = merged({ discovered });
    expect(policiesOf(rows)).toMatchObject([
      { toolName: 'a', definitionHash: HASH_A, ordinal: 0 },
      { toolName: 'b', ordinal: 1 },
    ]);
    expect(warnings).toEqual([{ code: 'duplicate_name', toolName: 'a' }]);
  });

  it('are no warning where there are none', () => {
    expect(merged({ discovered: [aTool('a'), aTool('A')] }).warnings).toEqual([]);
  });
});

describe('an empty listing from a healthy server', () => {
  it('makes every stored tool missing', () => {
    const stored = [aRow({ toolName: 'a' }), aRow({ toolName: 'b', ordinal: 1 })];
    const { rows } = merged({ stored, discovered: [] });
    expect(policiesOf(rows).map(({ status }) => status)).toEqual(['missing', 'missing']);
  });

  it('with nothing stored is verified without tools, which differs from never verified', () => {
    expect(mergedFrom(aFirstMerge({ discovered: [] }))).toMatchObject({ snapshotRevision: 1, rows: [] });
  });

  it('as the first discovery makes the tools that follow ones that came later', () => {
    const { rows } = merged({ stored: [], storedSnapshotRevision: 1, discovered: [aTool()] });
    expect(policiesOf(rows)).toMatchObject([{ review: 'new' }]);
  });
});

describe('a discovery that is not merged', () => {
  const stored = [aRow()];

  it('failed: snapshot and policies stay', () => {
    expect(mergeDiscovery(aMerge({ stored, discovered: null }))).toEqual({ kind: 'ignored', reason: 'failed' });
  });

  it('is older than the stored one', () => {
    const input = aMerge({ stored, storedSnapshotRevision: 5, snapshotRevision: 4 });
    expect(mergeDiscovery(input)).toEqual({ kind: 'ignored', reason: 'stale' });
  });

  it('is the stored one', () => {
    const input = aMerge({ stored, storedSnapshotRevision: 5, snapshotRevision: 5 });
    expect(mergeDiscovery(input)).toEqual({ kind: 'ignored', reason: 'repeated' });
  });

  it('is of a removed integration, however new it is', () => {
    const input = aMerge({ stored: [], tombstone: true, snapshotRevision: 99, discovered: [aTool()] });
    expect(mergeDiscovery(input)).toEqual({ kind: 'ignored', reason: 'removed' });
  });

  it('has a revision that is not a number', () => {
    expect(mergeDiscovery(aMerge({ stored, snapshotRevision: NaN }))).toEqual({ kind: 'ignored', reason: 'stale' });
  });
});
