import type { AgentVersionView, AgentView, CreateAgentBody, UpdateAgentBody } from './agents.queries.js';
import { type ToolChoices, toChoices, toScopes } from './tool-choice.js';

export type Provider = AgentView['provider'];
type Parameters = NonNullable<AgentView['parameters']>;
type Clearable = NonNullable<UpdateAgentBody['clear']>[number];
type Settings = Omit<AgentVersionView, 'agentId' | 'createdBy'> | AgentView;

export const PROVIDERS: readonly Provider[] = ['scripted', 'anthropic', 'openai', 'openai-compatible'];

/** What the form holds; an empty text of a number is what the API does without it. */
export interface AgentFormValues {
  name: string;
  instructions: string;
  /** Empty: the deployment's default. */
  provider: Provider | '';
  /** Empty: the provider's default. */
  model: string;
  temperature: number | '';
  topP: number | '';
  maxOutputTokens: number | '';
  seed: number | '';
  stopSequences: string[];
  everything: boolean;
  choices: ToolChoices;
  asksForAll: boolean;
  turnsMax: number | '';
  tokensMax: number | '';
  wallSecondsMax: number | '';
  parallelCallsMax: number | '';
}

export const NEW_AGENT: AgentFormValues = {
  ...{ name: '', instructions: '', provider: '', model: '' },
  ...{ temperature: '', topP: '', maxOutputTokens: '', seed: '', stopSequences: [] },
  ...{ everything: true, choices: new Map(), asksForAll: false },
  ...{ turnsMax: '', tokensMax: '', wallSecondsMax: '', parallelCallsMax: '' },
};

export function toFormValues(agent: Settings): AgentFormValues {
  const { name, instructions, provider, model, parameters, tools, strictness } = agent;
  return {
    ...{ name, instructions, provider, model },
    ...{ temperature: parameters?.temperature ?? '', topP: parameters?.topP ?? '', seed: parameters?.seed ?? '' },
    maxOutputTokens: parameters?.maxOutputTokens ?? '',
    stopSequences: parameters?.stopSequences ?? [],
    everything: tools == null,
    choices: toChoices(tools ?? []),
    asksForAll: strictness === 'ask',
    turnsMax: agent.turnsMax,
    tokensMax: agent.tokensMax ?? '',
    wallSecondsMax: agent.wallSecondsMax ?? '',
    parallelCallsMax: agent.parallelCallsMax ?? '',
  };
}

export function toCreateBody(values: AgentFormValues): CreateAgentBody {
  const { name, instructions, provider, model, everything, choices, asksForAll } = values;
  const parameters = toParameters(values);
  return {
    ...{ name, instructions },
    ...(provider !== '' && { provider }),
    ...(model !== '' && { model }),
    ...(Object.keys(parameters).length > 0 && { parameters }),
    ...(!everything && { tools: toScopes(choices) }),
    ...(asksForAll && { strictness: 'ask' as const }),
    ...numbersOf(values),
  };
}

/** What differs from what was seen alone; null where nothing does. What was emptied goes back to what it is without. */
export function toUpdateBody(seen: AgentFormValues, values: AgentFormValues): UpdateAgentBody | null {
  const [before, after] = [toCreateBody(seen), toCreateBody(values)];
  const changed = Object.entries(after).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof CreateAgentBody]),
  );
  const clear = Object.keys(before).filter((field): field is Clearable => !(field in after));
  if (changed.length === 0 && clear.length === 0) return null;
  return { ...(Object.fromEntries(changed) as UpdateAgentBody), ...(clear.length > 0 && { clear }) };
}

function toParameters({ temperature, topP, maxOutputTokens, seed, stopSequences }: AgentFormValues): Parameters {
  return {
    ...(temperature !== '' && { temperature }),
    ...(topP !== '' && { topP }),
    ...(maxOutputTokens !== '' && { maxOutputTokens }),
    ...(stopSequences.length > 0 && { stopSequences }),
    ...(seed !== '' && { seed }),
  };
}

function numbersOf({ turnsMax, tokensMax, wallSecondsMax, parallelCallsMax }: AgentFormValues) {
  return {
    ...(turnsMax !== '' && { turnsMax }),
    ...(tokensMax !== '' && { tokensMax }),
    ...(wallSecondsMax !== '' && { wallSecondsMax }),
    ...(parallelCallsMax !== '' && { parallelCallsMax }),
  };
}
