import { describe, expect, it } from '@jest/globals';
import { aTool } from './a-tool.fixture-spec.js';
import { countTools, findTools, isOf, standingOf } from './tool-state.js';

describe('where a tool stands', () => {
  it.each([
    ['missing', { status: 'missing', enabled: false, verdict: 'deny' }],
    ['off', { enabled: false, verdict: 'deny' }],
    ['off', { problem: 'The row cannot be read.', verdict: 'deny' }],
    ['open', {}],
    ['ask', { requiresApproval: true, verdict: 'ask' }],
    ['off', { requiresApproval: true, verdict: 'deny' }],
    ['ask', { review: 'changed', verdict: 'ask' }],
  ] as const)('is %s with %j', (standing, fields) => {
    expect(standingOf(aTool(fields))).toBe(standing);
  });

  it('counts what is to be looked at beside it, and not what the server took away', () => {
    const tools = [
      aTool(),
      aTool({ review: 'changed', verdict: 'ask' }),
      aTool({ review: 'new', verdict: 'ask' }),
      aTool({ review: 'changed', status: 'missing', verdict: 'deny' }),
    ];
    expect(countTools(tools)).toEqual({ all: 4, open: 1, ask: 2, off: 0, missing: 1, new: 1, changed: 1 });
    expect(tools.filter((tool) => isOf(tool, 'changed'))).toHaveLength(1);
  });
});

describe('a search', () => {
  const tools = [
    aTool({ name: 'issue.get', description: 'Reads an issue' }),
    aTool({ name: 'Issue_close', title: 'Close' }),
  ];

  it('finds every word, in any case, in the name, the title or the description', () => {
    expect(findTools(tools, 'ISSUE reads', undefined).map(({ name }) => name)).toEqual(['issue.get']);
    expect(findTools(tools, 'close', undefined).map(({ name }) => name)).toEqual(['Issue_close']);
    expect(findTools(tools, '  ', undefined)).toBe(tools);
  });

  it('is narrowed further by a filter', () => {
    expect(findTools(tools, 'issue', 'off')).toEqual([]);
  });
});
