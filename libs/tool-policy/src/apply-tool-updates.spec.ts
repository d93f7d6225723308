import { describe, expect, it } from '@jest/globals';
import { applyToolUpdates } from './apply-tool-updates.js';
import type { StoredRow } from './stored-row.js';
import type { ToolUpdate, UpdateContext } from './tool-update.js';
import { anOldRow, anUnreadableRow, aRow, aToolPolicy, HASH_A, HASH_B, policiesOf } from '../test/builders.js';

const ENTITLED: UpdateContext = { entitlements: { agent_approvals: true }, storedSnapshotRevision: 1 };
const NOT_ENTITLED: UpdateContext = { entitlements: { agent_approvals: false }, storedSnapshotRevision: 1 };
const ROWS = [aRow({ toolName: 'a' }), aRow({ toolName: 'b', ordinal: 1 })];

function applied(rows: readonly StoredRow[], updates: readonly ToolUpdate[], context = ENTITLED) {
  const result = applyToolUpdates(rows, updates, context);
  if (!result.ok) throw new Error(`expected no problems: ${JSON.stringify(result.problems)}`);
  return result;
}

function problemsOf(rows: readonly StoredRow[], updates: readonly ToolUpdate[], context = ENTITLED) {
  const result = applyToolUpdates(rows, updates, context);
  return result.ok ? [] : result.problems;
}

describe('an update', () => {
  it('sets the fields that it has and leaves the others', () => {
    const { rows } = applied(ROWS, [{ name: 'b', enabled: false, idempotent: true }]);
    expect(policiesOf(rows)).toEqual([
      aToolPolicy({ toolName: 'a' }),
      aToolPolicy({ toolName: 'b', ordinal: 1, enabled: false, idempotent: true }),
    ]);
  });

  it('leaves unchanged what is absent or null', () => {
    const update = {
      name: 'a',
      enabled: null,
      requiresApproval: null,
      idempotent: null,
      approval: null,
      acknowledge: null,
    };
    expect(applied(ROWS, [update, { name: 'b' }])).toMatchObject({ rows: ROWS, changes: [], invalidated: [] });
  });

  it('reports each change with before and after, and only real ones', () => {
    const { changes } = applied(ROWS, [
      { name: 'a', enabled: true },
      { name: 'b', requiresApproval: true },
    ]);
    expect(changes).toEqual([
      {
        toolName: 'b',
        before: aToolPolicy({ toolName: 'b', ordinal: 1 }),
        after: aToolPolicy({ toolName: 'b', ordinal: 1, requiresApproval: true }),
      },
    ]);
  });

  it('invalidates the pending approvals of the tools that it disables', () => {
    const rows = [aRow({ toolName: 'a' }), aRow({ toolName: 'b', ordinal: 1, enabled: false })];
    const { invalidated } = applied(rows, [
      { name: 'a', enabled: false },
      { name: 'b', enabled: false },
    ]);
    expect(invalidated).toEqual([{ toolName: 'a', code: 'disabled' }]);
  });

  it('invalidates nothing of a tool that was disabled already, whatever else it changes', () => {
    const rows = [aRow({ enabled: false })];
    expect(applied(rows, [{ name: 'issue.get', idempotent: true }]).invalidated).toEqual([]);
  });

  it('invalidates nothing by relaxing', () => {
    const rows = [aRow({ toolName: 'a', requiresApproval: true })];
    expect(applied(rows, [{ name: 'a', requiresApproval: false }]).invalidated).toEqual([]);
  });

  it('sets approval settings field by field, so that an expiry does not drop the approver group', () => {
    const rows = [aRow({ approval: { approverGroup: 'security', allowSelfApproval: false } })];
    const { rows: after } = applied(rows, [
      { name: 'issue.get', approval: { expiresInSeconds: 60, approverGroup: null } },
    ]);
    expect(policiesOf(after)[0]?.approval).toEqual({
      approverGroup: 'security',
      allowSelfApproval: false,
      expiresInSeconds: 60,
    });
  });

  it('changes nothing by sending approval settings that are so already, or none', () => {
    const approval = { approverGroup: 'security', allowSelfApproval: false };
    const rows = [aRow({ toolName: 'a', approval }), aRow({ toolName: 'b', ordinal: 1 })];
    const updates = [
      { name: 'a', approval },
      { name: 'b', approval: { expiresInSeconds: null, approverGroup: '' } },
    ];
    expect(applied(rows, updates)).toMatchObject({ rows, changes: [] });
  });

  it('takes the approver group away with an empty string', () => {
    const rows = [aRow({ approval: { approverGroup: 'security' } })];
    const { rows: after } = applied(rows, [{ name: 'issue.get', approval: { approverGroup: '' } }]);
    expect(policiesOf(after)[0]?.approval).toEqual({});
  });

  it('applies to a missing tool too', () => {
    const { rows } = applied([aRow({ status: 'missing' })], [{ name: 'issue.get', enabled: false }]);
    expect(policiesOf(rows)).toMatchObject([{ status: 'missing', enabled: false }]);
  });

  it('leaves rows that cannot be read as they are', () => {
    const broken = anUnreadableRow('broken');
    expect(applied([broken, aRow()], [{ name: 'issue.get', enabled: false }]).rows[0]).toBe(broken);
  });
});

describe('an acknowledgement', () => {
  it('of the current definition settles the review and the flags', () => {
    const rows = [aRow({ definitionHash: HASH_B, review: 'changed', flags: ['confusable'] })];
    const { rows: after } = applied(rows, [{ name: 'issue.get', acknowledge: HASH_B }]);
    expect(policiesOf(after)).toEqual([
      aToolPolicy({
        definitionHash: HASH_B,
        acknowledgedHash: HASH_B,
        review: 'none',
        flags: ['confusable'],
        acknowledgedFlags: ['confusable'],
      }),
    ]);
  });

  it('of another definition is policy.definition_moved, with the current one', () => {
    const rows = [aRow({ definitionHash: HASH_B, review: 'changed' })];
    expect(problemsOf(rows, [{ name: 'issue.get', acknowledge: HASH_A }])).toEqual([
      {
        code: 'policy.definition_moved',
        pointer: '/tools/0/acknowledge',
        toolName: 'issue.get',
        message: 'is not the hash of the current definition',
        currentDefinitionHash: HASH_B,
      },
    ]);
  });

  it('is policy.definition_moved with null while no definition is known', () => {
    const rows = [anOldRow(['definitionHash'])];
    expect(problemsOf(rows, [{ name: 'issue.get', acknowledge: HASH_A }])).toMatchObject([
      { code: 'policy.definition_moved', currentDefinitionHash: null },
    ]);
  });
});

describe('the entitlement agent_approvals', () => {
  const asking = [aRow({ toolName: 'a', requiresApproval: true }), aRow({ toolName: 'b', ordinal: 1 })];

  it('is required to set requiresApproval to true where it was not', () => {
    expect(problemsOf(asking, [{ name: 'b', requiresApproval: true }], NOT_ENTITLED)).toMatchObject([
      { code: 'entitlement.required', pointer: '/tools/0/requiresApproval', entitlement: 'agent_approvals' },
    ]);
  });

  it.each<[string, ToolUpdate]>([
    ['setting it to false', { name: 'a', requiresApproval: false }],
    ['re-sending a true that is already true', { name: 'a', requiresApproval: true }],
    ['disabling a tool', { name: 'a', enabled: false }],
    ['enabling a tool', { name: 'b', enabled: true }],
    ['re-sending a false', { name: 'b', requiresApproval: false }],
  ])('is not required for %s', (_, update) => {
    expect(problemsOf(asking, [update], NOT_ENTITLED)).toEqual([]);
  });

  it('lets a workspace that has it set requiresApproval', () => {
    expect(policiesOf(applied(asking, [{ name: 'b', requiresApproval: true }]).rows)[1]?.requiresApproval).toBe(true);
  });
});

describe('an update that is refused', () => {
  it('writes nothing at all, however many entries are right', () => {
    const result = applyToolUpdates(
      ROWS,
      [
        { name: 'a', enabled: false },
        { name: 'nobody', enabled: true },
      ],
      ENTITLED,
    );
    expect(result).toEqual({
      ok: false,
      problems: [
        {
          code: 'policy.unknown_tool',
          pointer: '/tools/1/name',
          toolName: 'nobody',
          message: 'is not a tool of this integration',
        },
      ],
    });
  });

  it('has no entries', () => {
    expect(problemsOf(ROWS, [])).toMatchObject([{ code: 'request.invalid', pointer: '/tools' }]);
  });

  it('has an empty name', () => {
    expect(problemsOf(ROWS, [{ name: '', enabled: true }])[0]).toMatchObject({
      code: 'request.invalid',
      pointer: '/tools/0/name',
    });
  });

  it.each([59, 2_592_001, 60.5, NaN])('has an expiry of %p seconds', (expiresInSeconds) => {
    expect(problemsOf(ROWS, [{ name: 'a', approval: { expiresInSeconds } }])).toMatchObject([
      { code: 'request.invalid', pointer: '/tools/0/approval/expiresInSeconds' },
    ]);
  });

  it('names a tool twice', () => {
    expect(
      problemsOf(ROWS, [
        { name: 'a', enabled: true },
        { name: 'a', enabled: false },
      ]),
    ).toMatchObject([{ code: 'policy.duplicate_tool', pointer: '/tools/1/name', toolName: 'a' }]);
  });

  it('names a property that every object has', () => {
    expect(problemsOf(ROWS, [{ name: 'constructor' }, { name: '__proto__' }]).map(({ code }) => code)).toEqual([
      'policy.unknown_tool',
      'policy.unknown_tool',
    ]);
  });

  it('names a tool whose policy cannot be read', () => {
    expect(problemsOf([anUnreadableRow('broken')], [{ name: 'broken', enabled: false }])).toMatchObject([
      { code: 'policy.unreadable', toolName: 'broken' },
    ]);
  });

  it('is for an integration that was never verified, which is told once', () => {
    const context = { ...ENTITLED, storedSnapshotRevision: null };
    expect(problemsOf([], [{ name: 'a' }, { name: 'b' }], context)).toMatchObject([{ code: 'policy.not_verified' }]);
  });

  it('lists every problem, in the order 422, 404, 409, 403', () => {
    const updates: ToolUpdate[] = [
      { name: 'b', requiresApproval: true },
      { name: 'a', acknowledge: HASH_B },
      { name: 'nobody' },
      { name: 'a' },
    ];
    expect(problemsOf(ROWS, updates, NOT_ENTITLED).map(({ code }) => code)).toEqual([
      'policy.duplicate_tool',
      'policy.unknown_tool',
      'policy.definition_moved',
      'entitlement.required',
    ]);
  });
});
