import { describe, expect, it } from '@jest/globals';
import { type AgentFormValues, NEW_AGENT, toCreateBody, toFormValues, toUpdateBody } from './agent-form-values.js';
import type { AgentView } from './agents.queries.js';
import { NO_CHOICE } from './tool-choice.js';

const AGENT = {
  ...{ id: 'a', workspaceId: 'w', version: 3, createdAt: '2026-11-24T00:00:00Z' },
  ...{ name: 'Helper', instructions: 'Help.', provider: 'scripted', model: 'scripted', integrations: ['T'] },
  ...{ parameters: { temperature: 0, stopSequences: ['END'] }, tools: [{ integration: 'T' }], strictness: 'ask' },
  ...{ turnsMax: 40, tokensMax: 1_000, wallSecondsMax: null, parallelCallsMax: 16 },
} as unknown as AgentView;

function changed(change: Partial<AgentFormValues>) {
  const seen = toFormValues(AGENT);
  return toUpdateBody(seen, { ...seen, ...change });
}

describe('the form of an agent', () => {
  it('asks for nothing that was not filled in', () => {
    expect(toCreateBody({ ...NEW_AGENT, name: 'A', instructions: 'B' })).toEqual({ name: 'A', instructions: 'B' });
  });

  it('tells no tools from all of them', () => {
    expect(toCreateBody({ ...NEW_AGENT, everything: false })).toMatchObject({ tools: [] });
    expect(toCreateBody(NEW_AGENT)).not.toHaveProperty('tools');
  });

  it('changes nothing where nothing was changed', () => {
    expect(changed({})).toBeNull();
  });

  it('sends what differs alone', () => {
    expect(changed({ name: 'Other' })).toEqual({ name: 'Other' });
    expect(changed({ temperature: 1 })).toEqual({ parameters: { temperature: 1, stopSequences: ['END'] } });
    const choices = new Map([['T', { ...NO_CHOICE, reach: 'some', chosen: new Set(['x']) } as const]]);
    expect(changed({ choices })).toEqual({ tools: [{ integration: 'T', toolNames: ['x'] }] });
  });

  it('clears what was emptied', () => {
    expect(changed({ tokensMax: '', asksForAll: false })).toEqual({ clear: ['strictness', 'tokensMax'] });
    expect(changed({ everything: true, temperature: '', stopSequences: [] })).toEqual({
      clear: ['parameters', 'tools'],
    });
  });
});
