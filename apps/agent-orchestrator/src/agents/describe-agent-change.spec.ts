import { describe, expect, it } from '@jest/globals';
import { AUDIT_TEXT_LENGTH_MAX } from '@countersign/contracts';
import type { Settings } from './agent-settings.js';
import { describeAgentChange } from './describe-agent-change.js';

const BEFORE: Settings = {
  ...{ name: 'helper', instructions: 'Help.', provider: 'scripted', model: 'scripted', parameters: {} },
  ...{ tools: null, strictness: 'allow', turnsMax: 40, tokensMax: null, wallSecondsMax: null, parallelCallsMax: 16 },
};

describe('what an audit is told of a change', () => {
  it('is what differs', () => {
    const after: Settings = { ...BEFORE, strictness: 'ask', tools: [{ integration: 'Jira' }] };
    expect(describeAgentChange(BEFORE, after)).toEqual({
      before: '{"tools":null,"strictness":"allow"}',
      after: '{"tools":[{"integration":"Jira"}],"strictness":"ask"}',
    });
  });

  it('is all of an agent that was made, or deleted', () => {
    expect(describeAgentChange(null, BEFORE)).toEqual({ before: null, after: JSON.stringify(BEFORE) });
    expect(describeAgentChange(BEFORE, null)).toEqual({ before: JSON.stringify(BEFORE), after: null });
  });

  it('is cut to what an audit keeps, and long instructions before what follows them', () => {
    const instructions = '\u{1f600}'.repeat(32_000);
    const cut = describeAgentChange(null, { ...BEFORE, instructions }).after ?? '';
    expect(cut).toContain('"parallelCallsMax":16');
    expect(cut.isWellFormed()).toBe(true);
    const tools = [
      { integration: 'Jira', toolNames: Array.from({ length: 500 }, (_, index) => `tool-${index}`.padEnd(80)) },
    ];
    expect(describeAgentChange(BEFORE, { ...BEFORE, tools }).after).toHaveLength(AUDIT_TEXT_LENGTH_MAX);
  });
});
