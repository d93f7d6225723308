import { describe, expect, it } from '@jest/globals';
import { toCallsQuery, toCallsSearch } from './calls-search.js';

const NOW_MS = Date.parse('2026-11-24T12:00:00Z');

describe('the filters of the ledger', () => {
  it('are what its address says, and nothing else', () => {
    const search = {
      state: 'denied',
      outcome: 'refused',
      verdict: 'ask',
      toolName: 'issue.get',
      agentId: 'a',
      runId: '',
      other: 1,
    };
    expect(toCallsSearch(search)).toEqual({
      state: 'denied',
      outcome: 'refused',
      verdict: 'ask',
      toolName: 'issue.get',
      agentId: 'a',
    });
    expect(toCallsSearch({ state: 'gone', verdict: true, since: 'ever', from: 3 })).toEqual({});
  });

  it('reach back from now on, unless the address says from when', () => {
    expect(toCallsQuery({ since: 'hour' }, NOW_MS)).toEqual({ from: '2026-11-24T11:00:00.000Z' });
    expect(toCallsQuery({ since: 'hour', from: '2026-01-01T00:00:00Z' }, NOW_MS)).toEqual({
      from: '2026-01-01T00:00:00Z',
    });
    expect(toCallsQuery({ verdict: 'deny' }, NOW_MS)).toEqual({ verdict: 'deny' });
  });
});
