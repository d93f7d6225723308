import type {
  AgentStrictness,
  AgentToolScope,
  ClearableAgentField,
  CreateAgentRequest,
  ModelParameters,
  ModelProvider,
  UpdateAgentRequest,
} from '@countersign/contracts';

/** What a version says, all of it. Null: no limit; of `tools`: all. */
export interface Settings {
  readonly name: string;
  readonly instructions: string;
  readonly provider: ModelProvider;
  readonly model: string;
  readonly parameters: ModelParameters;
  readonly tools: AgentToolScope[] | null;
  readonly strictness: AgentStrictness;
  readonly turnsMax: number;
  readonly tokensMax: number | null;
  readonly wallSecondsMax: number | null;
  readonly parallelCallsMax: number;
}

/** Enough for a task with a few dozen calls, and an end for a model that goes in circles. */
export const TURNS_MAX_DEFAULT = 40;
/** More than models propose in a turn, mostly; one agent does not take all places of a server. */
export const PARALLEL_CALLS_MAX_DEFAULT = 16;

/** What the deployment adds to what an agent is told. */
export interface ModelDefaults {
  readonly provider: ModelProvider;
  /** Of an agent that names the provider alone. */
  readonly modelOf: (provider: ModelProvider) => string;
}

export function toSettings(request: CreateAgentRequest, defaults: ModelDefaults): Settings {
  const { name, instructions } = request;
  const provider = request.provider ?? defaults.provider;
  return { name, instructions, ...defaultsOf(provider, defaults), ...givenIn(request) };
}

/** The next version. With another provider the model is that provider's default, unless the request names one. */
export function changeSettings(current: Settings, request: UpdateAgentRequest, defaults: ModelDefaults): Settings {
  const cleared = new Set<ClearableAgentField>(request.clear ?? []);
  const provider = request.provider ?? (cleared.has('provider') ? defaults.provider : current.provider);
  if (provider !== current.provider) cleared.add('model');
  const ofDefaults = Object.entries(defaultsOf(provider, defaults)).filter(([field]) =>
    cleared.has(field as ClearableAgentField),
  );
  return { ...current, ...Object.fromEntries(ofDefaults), provider, ...givenIn(request) };
}

function defaultsOf(provider: ModelProvider, { modelOf }: ModelDefaults) {
  return {
    provider,
    model: modelOf(provider),
    parameters: {},
    tools: null,
    strictness: 'allow',
    turnsMax: TURNS_MAX_DEFAULT,
    tokensMax: null,
    wallSecondsMax: null,
    parallelCallsMax: PARALLEL_CALLS_MAX_DEFAULT,
  } as const;
}

function givenIn(request: CreateAgentRequest | UpdateAgentRequest): Partial<Settings> {
  const { name, instructions, provider, model, parameters, strictness, turnsMax, ...limits } = request;
  const tools = request.tools ?? request.integrations?.map((integration) => ({ integration }));
  const { tokensMax, wallSecondsMax, parallelCallsMax } = limits;
  return plain({
    ...{ name, instructions, provider, model, parameters, tools, strictness },
    ...{ turnsMax, tokensMax, wallSecondsMax, parallelCallsMax },
  });
}

/** Without what is absent or null at any depth, which mean the same; and without classes, so that equal ones compare as such. */
function plain(given: object): Partial<Settings> {
  return JSON.parse(JSON.stringify(given, (_, value: unknown) => value ?? undefined)) as Partial<Settings>;
}
