import { describe, expect, it } from '@jest/globals';
import { readableRow, readStoredRow, type ToolPolicy } from '@countersign/tool-policy';
import { findVoidReason, type RequestedTool } from './find-void-reason.js';

const definitionHash = 'a'.repeat(64);
const request = { connectionRevision: 2, definitionHash, askReason: 'requires_approval' };

function aRow(overrides: Partial<ToolPolicy> = {}) {
  const stored = readStoredRow({ toolName: 'issue.get', definitionHash }, { ordinal: 0 });
  if (stored.kind !== 'readable') throw new Error('the builder is wrong');
  return readableRow({ ...stored.policy, ...overrides });
}

describe('findVoidReason', () => {
  const integration = { isRemoved: false, connectionRevision: 2 };
  const cases: [string, Partial<typeof request>, Partial<RequestedTool>, string | null][] = [
    ['can be decided', {}, {}, null],
    ['of a newer connection can be decided', { connectionRevision: 3 }, {}, null],
    ['of an older connection is void', { connectionRevision: 1 }, {}, 'integration_moved'],
    ['of no integration is void', {}, { integration: null }, 'integration_removed'],
    ['of a removed one is void', {}, { integration: { ...integration, isRemoved: true } }, 'integration_removed'],
    ['of a disabled tool is void', {}, { row: aRow({ enabled: false }) }, 'tool_disabled'],
    ['of a missing tool is void', {}, { row: aRow({ status: 'missing' }) }, 'tool_missing'],
    ['of a tool without policy is void', {}, { row: undefined }, 'tool_denied'],
    ['of an unreadable policy is void', {}, { row: readStoredRow([], { ordinal: 0 }) }, 'tool_denied'],
    ['of another definition is void', { definitionHash: 'b'.repeat(64) }, {}, 'tool_changed'],
    [
      'of another definition, asked for because of it, can be decided',
      { definitionHash: 'b'.repeat(64), askReason: 'definition_drift' },
      {},
      null,
    ],
  ];

  it.each(cases)('a request %s', (_what, ofRequest, ofTool, reason) => {
    const tool = { integration, row: aRow(), ...ofTool };
    expect(findVoidReason({ ...request, ...ofRequest }, tool)).toBe(reason);
  });
});
