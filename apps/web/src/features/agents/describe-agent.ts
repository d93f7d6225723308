import { describeLeft } from '../../ui/describe-time.js';
import type { AgentToolScope, AgentView } from './agents.queries.js';

const NAMED_MAX = 4;

/** "Tracker (2 tools), Everything": what the agent may use at all. */
export function describeReach(tools: readonly AgentToolScope[] | null | undefined): string {
  if (tools == null) return 'every tool that policy allows';
  const bySlug = Map.groupBy(tools, ({ integration }) => integration);
  const parts = [...bySlug].map(([slug, scopes]) => {
    if (scopes.some(({ toolNames }) => toolNames === undefined)) return slug;
    const names = new Set(scopes.flatMap(({ toolNames = [] }) => toolNames));
    return `${slug} (${names.size} ${names.size === 1 ? 'tool' : 'tools'})`;
  });
  if (parts.length === 0) return 'no tools';
  const rest = parts.length - NAMED_MAX;
  return rest > 0 ? `${parts.slice(0, NAMED_MAX).join(', ')} and ${rest} more` : parts.join(', ');
}

type Limited = Pick<AgentView, 'turnsMax' | 'tokensMax' | 'wallSecondsMax' | 'parallelCallsMax'>;

/** "40 turns, any number of tokens, 1 h 00 min, 16 calls at once". */
export function describeLimits({ turnsMax, tokensMax, wallSecondsMax, parallelCallsMax }: Limited): string {
  return [
    `${turnsMax} turns`,
    tokensMax == null ? 'any number of tokens' : `${new Intl.NumberFormat('en').format(tokensMax)} tokens`,
    wallSecondsMax == null ? 'any time' : describeLeft(wallSecondsMax * 1_000),
    ...(parallelCallsMax === undefined ? [] : [`${parallelCallsMax} calls at once`]),
  ].join(', ');
}
