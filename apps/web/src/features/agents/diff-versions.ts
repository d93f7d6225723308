import { type DiffLine, diffText } from '../calls/diff-text.js';
import type { AgentVersionView } from './agents.queries.js';
import { describeLimits } from './describe-agent.js';

/** What the newer one says differently, line by line; the first one is told as it is. */
export function diffVersions(before: AgentVersionView | undefined, after: AgentVersionView): DiffLine[] {
  const text = toText(after);
  return diffText(before ? toText(before) : text, text);
}

function toText(version: AgentVersionView): string {
  const { name, provider, model, parameters, tools, strictness, instructions } = version;
  const settings = [
    `name: ${name}`,
    `model: ${provider} ${model}`,
    ...Object.entries(parameters ?? {}).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
    `strictness: ${strictness ?? 'allow'}`,
    `limits: ${describeLimits(version)}`,
    ...(tools == null
      ? ['tools: everything that policy allows']
      : tools.map((scope) => `tools: ${JSON.stringify(scope)}`)),
    'instructions:',
  ];
  return [...settings, ...instructions.split('\n').map((line) => `  ${line}`)].join('\n');
}
