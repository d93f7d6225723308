import { describe, expect, it } from '@jest/globals';
import { pruneMissing } from './prune-missing.js';
import { anUnreadableRow, aRow, aTool, aToolPolicy, merged, policiesOf } from '../test/builders.js';

const VERIFIED = { storedSnapshotRevision: 1 };
const available = aRow({ toolName: 'a' });
const broken = anUnreadableRow('broken', 3);
const missing = (toolName: string) => aRow({ toolName, ordinal: 1, status: 'missing', enabled: false });
const rows = [available, missing('b'), missing('c'), broken];

describe('pruning missing tools', () => {
  it('forgets all of them without names, says what they were, and keeps the rest, unreadable rows included', () => {
    expect(pruneMissing(rows, null, VERIFIED)).toEqual({
      ok: true,
      rows: [available, broken],
      pruned: ['b', 'c'].map((toolName) => aToolPolicy({ toolName, ordinal: 1, status: 'missing', enabled: false })),
    });
  });

  it('forgets only those that are named', () => {
    const result = pruneMissing(rows, ['c'], VERIFIED);
    expect(result).toMatchObject({ ok: true, rows: [available, missing('b'), broken], pruned: [{ toolName: 'c' }] });
  });

  it('forgets nothing where nothing is missing', () => {
    expect(pruneMissing([available], null, VERIFIED)).toEqual({ ok: true, rows: [available], pruned: [] });
  });

  it('makes a tool that comes back afterwards a new one, of which nothing is inherited', () => {
    const result = pruneMissing([aRow({ status: 'missing', enabled: false })], null, VERIFIED);
    const back = merged({ stored: result.ok ? result.rows : [], discovered: [aTool()] });
    expect(policiesOf(back.rows)).toMatchObject([{ review: 'new', enabled: true }]);
  });

  it('happens by explicit action only: no merge forgets a row', () => {
    expect(merged({ stored: [aRow({ status: 'missing' })], discovered: [] }).rows).toHaveLength(1);
  });

  it.each<[string, string[], object]>([
    ['a tool that is not missing', ['b', 'a'], { code: 'policy.tool_not_missing', pointer: '/names/1', toolName: 'a' }],
    ['a tool that nobody knows', ['b', 'z'], { code: 'policy.unknown_tool', pointer: '/names/1', toolName: 'z' }],
    ['a property that every object has', ['__proto__'], { code: 'policy.unknown_tool', pointer: '/names/0' }],
    ['a row that cannot be read', ['broken'], { code: 'policy.unreadable', pointer: '/names/0' }],
    ['a tool twice', ['b', 'b'], { code: 'policy.duplicate_tool', pointer: '/names/1', toolName: 'b' }],
    ['no tool', [], { code: 'request.invalid', pointer: '/names' }],
    ['an empty name', [''], { code: 'request.invalid', pointer: '/names/0' }],
  ])('forgets nothing at all when asked for %s', (_what, names, problem) => {
    const result = pruneMissing(rows, names, VERIFIED);
    expect(result).toMatchObject({ ok: false });
    expect(result.ok ? null : result.problems[0]).toMatchObject(problem);
  });

  it('knows no tools of an integration that was never verified', () => {
    const result = pruneMissing([], null, { storedSnapshotRevision: null });
    expect(result).toMatchObject({ ok: false, problems: [{ code: 'policy.not_verified' }] });
  });

  it('lists every problem, in the order 422, 404, 409', () => {
    const result = pruneMissing(rows, ['a', 'broken', 'z', 'z'], VERIFIED);
    const codes = result.ok ? [] : result.problems.map(({ code }) => code);
    expect(codes).toEqual([
      'policy.duplicate_tool',
      'policy.unknown_tool',
      'policy.unknown_tool',
      'policy.unreadable',
      'policy.tool_not_missing',
    ]);
  });
});
