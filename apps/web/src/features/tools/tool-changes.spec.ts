import { describe, expect, it } from '@jest/globals';
import { aTool } from './a-tool.fixture-spec.js';
import { BATCH_TOOLS_MAX, isAsSeen, toBatches, withChanges } from './tool-changes.js';

describe('changes that the API has not answered yet', () => {
  it('are shown on their tools alone, with the verdict that is sure to follow', () => {
    const tools = [aTool(), aTool({ name: 'note_read' })];
    const [changed, other] = withChanges(tools, [{ name: 'note_add', requiresApproval: true }]);
    expect(changed).toMatchObject({ requiresApproval: true, verdict: 'ask' });
    expect(other).toBe(tools[1]);
    expect(withChanges(tools, [{ name: 'note_add', enabled: false }])[0]).toMatchObject({ verdict: 'deny' });
  });

  it('keep a flagged name asking, because a switch does not acknowledge it', () => {
    const flagged = aTool({ flags: ['not_ascii'], requiresApproval: true, verdict: 'ask' });
    expect(withChanges([flagged], [{ name: flagged.name, requiresApproval: false }])[0]?.verdict).toBe('ask');
  });

  it('change what is named of the approval settings, and nothing else of them', () => {
    const tool = aTool({ approval: { expiresInSeconds: 60, approverGroup: 'Finance' } });
    const [changed] = withChanges([tool], [{ name: tool.name, approval: { approverGroup: '' } }]);
    expect(changed?.approval).toEqual({ expiresInSeconds: 60, approverGroup: '' });
  });
});

describe('whether tools are as a person saw them', () => {
  const seen = [aTool(), aTool({ name: 'note_read' })];

  it('does not mind what became of other tools', () => {
    const now = [aTool(), aTool({ name: 'note_read', enabled: false })];
    expect(isAsSeen(seen, now, [{ name: 'note_add', enabled: false }])).toBe(true);
    expect(isAsSeen(seen, now, [{ name: 'note_read', enabled: false }])).toBe(false);
  });

  it.each([{ requiresApproval: true }, { definitionHash: 'b'.repeat(64) }, { approval: { approverGroup: 'Finance' } }])(
    'minds %j',
    (fields) => {
      expect(isAsSeen(seen, [aTool(fields)], [{ name: 'note_add', enabled: false }])).toBe(false);
    },
  );

  it('minds a tool that is gone', () => {
    expect(isAsSeen(seen, [], [{ name: 'note_add', enabled: false }])).toBe(false);
  });
});

describe('batches', () => {
  it('hold every change once, in order, and no more than one request takes', () => {
    const changes = Array.from({ length: 1_201 }, (_, index) => ({ name: `tool_${index}`, enabled: true }));
    const batches = toBatches(changes);
    expect(batches.map(({ length }) => length)).toEqual([BATCH_TOOLS_MAX, BATCH_TOOLS_MAX, 201]);
    expect(batches.flat()).toEqual(changes);
  });

  it('are smaller where names are long, and one change is never too large', () => {
    const changes = Array.from({ length: 600 }, (_, index) => ({ name: `${index}${'ü'.repeat(500)}`, enabled: true }));
    expect(toBatches(changes).length).toBeGreaterThan(2);
    expect(toBatches(changes).flat()).toEqual(changes);
    expect(toBatches([])).toEqual([]);
  });
});
