import { describe, expect, it } from '@jest/globals';
import { CLEARABLE_AGENT_FIELDS, type CreateAgentRequest, type UpdateAgentRequest } from '@countersign/contracts';
import { changeSettings, type ModelDefaults, type Settings, toSettings } from './agent-settings.js';

const ACTOR = { kind: 'user', id: 'u', name: 'Ada' } as const;
const DEFAULTS: ModelDefaults = { provider: 'scripted', modelOf: (provider) => `${provider}-default` };

const create = (change: Partial<CreateAgentRequest> = {}): Settings =>
  toSettings({ workspaceId: 'w', actor: ACTOR, name: 'helper', instructions: 'Help.', ...change }, DEFAULTS);
const update = (current: Settings, change: Partial<UpdateAgentRequest>): Settings =>
  changeSettings(current, { workspaceId: 'w', actor: ACTOR, agentId: 'a', ...change }, DEFAULTS);

const SET = create({
  provider: 'anthropic',
  model: 'claude',
  parameters: { temperature: 0.5 },
  tools: [{ integration: 'Jira', toolNames: ['a'], strictness: 'ask' }],
  strictness: 'ask',
  ...{ turnsMax: 3, tokensMax: 1_000, wallSecondsMax: 60, parallelCallsMax: 2 },
});

describe('the settings of a new agent', () => {
  it('are the defaults where it was told nothing', () => {
    expect(create()).toEqual({
      name: 'helper',
      instructions: 'Help.',
      provider: 'scripted',
      model: 'scripted-default',
      parameters: {},
      tools: null,
      strictness: 'allow',
      turnsMax: 40,
      tokensMax: null,
      wallSecondsMax: null,
      parallelCallsMax: 16,
    });
  });

  it('have the model of the provider that was named alone', () => {
    expect(create({ provider: 'anthropic' })).toMatchObject({ provider: 'anthropic', model: 'anthropic-default' });
    expect(create({ model: 'another' })).toMatchObject({ provider: 'scripted', model: 'another' });
  });

  it('have one scope, whichever way it was said', () => {
    expect(create({ integrations: ['Jira', 'Wiki'] }).tools).toEqual([
      { integration: 'Jira' },
      { integration: 'Wiki' },
    ]);
    expect(create({ integrations: [] }).tools).toEqual([]);
    expect(create({ tools: [] }).tools).toEqual([]);
  });

  it('take null for absent at any depth', () => {
    const nulls = JSON.parse(
      '{"tools":[{"integration":"Jira","toolNames":null,"strictness":null}],"parameters":{"seed":null},"tokensMax":null}',
    ) as Partial<CreateAgentRequest>;
    expect(create(nulls)).toEqual(create({ tools: [{ integration: 'Jira' }] }));
  });
});

describe('the next settings of an agent', () => {
  it('are the same where nothing is said', () => {
    expect(update(SET, {})).toEqual(SET);
    expect(update(SET, { ifVersion: 3, way: 'cli', clear: [] })).toEqual(SET);
  });

  it('change what is said and nothing else', () => {
    expect(update(SET, { instructions: 'Other.' })).toEqual({ ...SET, instructions: 'Other.' });
    expect(update(SET, { parameters: { seed: 1 } })).toEqual({ ...SET, parameters: { seed: 1 } });
    expect(update(SET, { integrations: ['Wiki'] })).toEqual({ ...SET, tools: [{ integration: 'Wiki' }] });
  });

  it('have the new provider’s own model, unless one is named', () => {
    expect(update(SET, { provider: 'openai' })).toMatchObject({ model: 'openai-default' });
    expect(update(SET, { provider: 'openai', model: 'gpt' })).toMatchObject({ model: 'gpt' });
    expect(update(SET, { provider: 'anthropic' })).toMatchObject({ model: 'claude' });
  });

  it('go back to the defaults where they are cleared', () => {
    const { name, instructions } = SET;
    expect(update(SET, { clear: [...CLEARABLE_AGENT_FIELDS] })).toEqual({ ...create(), name, instructions });
    expect(update(SET, { clear: ['tools'] })).toEqual({ ...SET, tools: null });
  });
});
