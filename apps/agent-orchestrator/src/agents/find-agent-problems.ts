import {
  AGENT_TOOLS_BYTES_MAX,
  type CreateAgentRequest,
  type InputProblem,
  type ModelParameters,
  type ModelProvider,
  type UpdateAgentRequest,
} from '@countersign/contracts';
import type { Settings } from './agent-settings.js';

/** What the request says twice, and not the same. */
export function findContradictions(request: CreateAgentRequest | UpdateAgentRequest): InputProblem[] {
  const cleared: readonly string[] = ('clear' in request ? request.clear : undefined) ?? [];
  const given = new Set(Object.entries(request).flatMap(([field, value]) => ((value ?? null) === null ? [] : [field])));
  if (given.has('integrations') && given.has('tools')) {
    return [problem('/integrations', 'contradiction', 'integrations and tools say the same thing: give one of them')];
  }
  return [...new Set(cleared)]
    .filter((field) => given.has(field) || (field === 'tools' && given.has('integrations')))
    .map((field) => problem('/clear', 'contradiction', `${field} cannot be given and cleared at once`));
}

type Rules = Partial<Record<keyof ModelParameters, (value: never) => string | null>>;
const unknown = (): string => 'is not known to this provider';

/**
 * What a provider is known to ignore or refuse, so that nobody believes in a setting that has no effect. Of a server that
 * only speaks like OpenAI nothing is known.
 */
const RULES: Readonly<Record<ModelProvider, Rules>> = {
  scripted: {},
  'openai-compatible': {},
  anthropic: {
    seed: unknown,
    temperature: (value: number) => (value > 1 ? 'is at most 1 with this provider' : null),
  },
  // Its Responses API.
  openai: { seed: unknown, stopSequences: unknown },
};

export function findUnsupportedParameters({ provider, parameters }: Settings): InputProblem[] {
  return Object.entries(parameters).flatMap(([name, value]) => {
    const wrong = RULES[provider][name as keyof ModelParameters]?.(value as never) ?? null;
    return wrong === null ? [] : [problem(`/parameters/${name}`, 'unsupported', `${name} ${wrong} (${provider})`)];
  });
}

/** The scope is carried by the token of every run, which has its bound. */
export function findOversize({ tools }: Settings): InputProblem[] {
  const bytes = tools === null ? 0 : Buffer.byteLength(JSON.stringify(tools));
  if (bytes <= AGENT_TOOLS_BYTES_MAX) return [];
  const message =
    `these tools take ${bytes} bytes as JSON, and a run can carry ${AGENT_TOOLS_BYTES_MAX}: ` +
    'name whole integrations instead, or fewer tools';
  return [problem('/tools', 'too_large', message)];
}

function problem(pointer: string, code: string, message: string): InputProblem {
  return { pointer, code, message };
}
