import { describe, expect, it } from '@jest/globals';
import { readStoredRow } from '@countersign/tool-policy';
import { findSelfApprovalBan } from './find-self-approval-ban.js';

describe('the ban on deciding for oneself', () => {
  const ada = { kind: 'user', id: 'ada', name: 'Ada' } as const;
  const herRun = { kind: 'run', id: 'r1', name: 'Run', ownerId: 'ada' } as const;
  const grace = { kind: 'user', id: 'grace', name: 'Grace' } as const;
  const rowOf = (allowSelfApproval?: boolean) =>
    readStoredRow(
      { toolName: 't', ...(allowSelfApproval === undefined ? {} : { approval: { allowSelfApproval } }) },
      { toolName: 't', ordinal: 0 },
    );
  const banOf = (tool: boolean | undefined, workspace: boolean) =>
    findSelfApprovalBan(ada, herRun, { row: rowOf(tool), workspace: { allowSelfApproval: workspace } });

  it.each([
    [undefined, true, null],
    [true, true, null],
    [false, true, 'tool'],
    [undefined, false, 'workspace'],
    [true, false, 'workspace'],
    [false, false, 'tool'],
  ])('is the strictest of the tool (%p) and the workspace (%p): %p', (tool, workspace, expected) => {
    expect(banOf(tool, workspace)).toBe(expected);
  });

  it('holds where the policy of the tool is not there, whatever the workspace says', () => {
    const rules = { row: undefined, workspace: { allowSelfApproval: true } };
    expect(findSelfApprovalBan(ada, herRun, rules)).toBe('tool');
  });

  it('is none for what somebody else asked for', () => {
    const rules = { row: rowOf(false), workspace: { allowSelfApproval: false } };
    expect(findSelfApprovalBan(grace, herRun, rules)).toBeNull();
  });
});
