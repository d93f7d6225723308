/**
 * | typed                            | scope                                                          |
 * |----------------------------------|----------------------------------------------------------------|
 * | `--use Jira Wiki/page.get`       | all tools of Jira, one of Wiki                                 |
 * | `--use Jira --ask Jira/issue.rm` | all tools of Jira, of which one always waits for a person      |
 * | `--ask Jira`                     | all tools of Jira, each call waits for a person                |
 * | `--no-tools`                     | nothing                                                        |
 * | nothing                          | not said                                                       |
 *
 * A slug has no slash: what follows the first one is the tool's name, whatever is in it.
 */
import type { Schemas } from '@countersign/api-client';
import { CliError, EXIT } from '../cli.errors.js';

type AgentToolScope = Schemas['AgentToolScope'];

interface Typed {
  readonly use?: readonly string[];
  readonly ask?: readonly string[];
  readonly tools?: boolean;
}

export function readToolScopes({ use = [], ask = [], tools }: Typed): AgentToolScope[] | undefined {
  const scopes = [...toScopes(use), ...toScopes(ask).map((scope) => ({ ...scope, strictness: 'ask' as const }))];
  if (tools !== false) return scopes.length === 0 ? undefined : scopes;
  if (scopes.length > 0) throw new CliError('--no-tools goes with neither --use nor --ask.', EXIT.usage);
  return [];
}

function toScopes(typed: readonly string[]): AgentToolScope[] {
  const named = new Map<string, string[]>();
  const whole: AgentToolScope[] = [];
  for (const one of typed) {
    const [, integration = '', toolName] = /^([^/]*)(?:\/(.*))?$/su.exec(one) ?? [];
    if (toolName === undefined) whole.push({ integration });
    else named.set(integration, [...(named.get(integration) ?? []), toolName]);
  }
  return [...whole, ...[...named].map(([integration, toolNames]) => ({ integration, toolNames }))];
}
