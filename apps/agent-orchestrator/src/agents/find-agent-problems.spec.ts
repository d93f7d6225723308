import { describe, expect, it } from '@jest/globals';
import {
  AGENT_TOOLS_BYTES_MAX,
  MODEL_PROVIDERS,
  type ModelParameters,
  type UpdateAgentRequest,
} from '@countersign/contracts';
import type { Settings } from './agent-settings.js';
import { findContradictions, findOversize, findUnsupportedParameters } from './find-agent-problems.js';

const ALL: ModelParameters = { temperature: 2, topP: 1, maxOutputTokens: 1, stopSequences: ['x'], seed: 1 };
const settings = (change: Partial<Settings>): Settings =>
  ({ provider: 'scripted', parameters: {}, tools: null, ...change }) as Settings;

describe('what a request says twice', () => {
  const request = (change: Partial<UpdateAgentRequest>): UpdateAgentRequest => ({
    workspaceId: 'w',
    agentId: 'a',
    actor: { kind: 'user', id: 'u', name: 'Ada' },
    ...change,
  });

  it.each<[Partial<UpdateAgentRequest>, string[]]>([
    [{}, []],
    [{ tools: [], clear: ['turnsMax'] }, []],
    [{ tools: [], integrations: [] }, ['/integrations']],
    [{ turnsMax: 1, clear: ['turnsMax', 'turnsMax'] }, ['/clear']],
    [{ integrations: [], clear: ['tools'] }, ['/clear']],
  ])('of %j is found at %j', (change, pointers) => {
    expect(findContradictions(request(change)).map(({ pointer }) => pointer)).toEqual(pointers);
  });
});

describe('parameters that have no effect', () => {
  it.each([
    ['scripted', []],
    ['openai-compatible', []],
    ['anthropic', ['/parameters/temperature', '/parameters/seed']],
    ['openai', ['/parameters/stopSequences', '/parameters/seed']],
  ] as const)('with %s are %j', (provider, pointers) => {
    const found = findUnsupportedParameters(settings({ provider, parameters: ALL }));
    expect(found.map(({ pointer }) => pointer)).toEqual(pointers);
    for (const { message } of found) expect(message).toContain(provider);
  });

  it.each(MODEL_PROVIDERS)('are none of an agent of %s that sets none', (provider) => {
    expect(findUnsupportedParameters(settings({ provider }))).toEqual([]);
  });
});

describe('a scope', () => {
  const named = (count: number, name: string) => [
    { integration: 'Jira', toolNames: Array.from({ length: count }, () => name) },
  ];

  it('is as long as its JSON in UTF-8, and refused where the token of a run has no room', () => {
    const rest = JSON.stringify(named(1, '')).length;
    const fits = named(1, '\u00e9'.repeat((AGENT_TOOLS_BYTES_MAX - rest) / 2));
    expect(findOversize(settings({ tools: fits }))).toEqual([]);
    const tooLong = [...fits, { integration: 'X' }];
    expect(findOversize(settings({ tools: tooLong }))).toMatchObject([{ pointer: '/tools', code: 'too_large' }]);
    expect(findOversize(settings({ tools: named(5_000, 'issue.get.many') }))[0]?.message).toContain(
      `${AGENT_TOOLS_BYTES_MAX}`,
    );
  });

  it('of everything, or of nothing, always fits', () => {
    for (const tools of [null, []]) expect(findOversize(settings({ tools }))).toEqual([]);
  });
});
