import type { components } from '@countersign/api-client';

export type Tool = components['schemas']['ToolView'];

/** What the list can be narrowed to. `open`, `ask` and `off` are what a call would meet; the others are what a person should look at. */
export const TOOL_FILTERS = ['open', 'ask', 'off', 'missing', 'new', 'changed'] as const;
export type ToolFilter = (typeof TOOL_FILTERS)[number];

export type ToolCounts = Readonly<Record<ToolFilter | 'all', number>>;

/**
 * Where a tool stands, as the API counts them. Exactly one, in this order:
 *
 * | tool                                                               | stands  |
 * |--------------------------------------------------------------------|---------|
 * | the server does not list it any more                               | missing |
 * | a call of it is sent at once                                       | open    |
 * | a person is asked                                                  | ask     |
 * | nothing is sent: disabled, unreadable, or it may ask nobody        | off     |
 */
export function standingOf({ status, verdict }: Tool): 'missing' | 'off' | 'open' | 'ask' {
  if (status === 'missing') return 'missing';
  if (verdict === 'allow') return 'open';
  return verdict === 'ask' ? 'ask' : 'off';
}

export function isOf(tool: Tool, filter: ToolFilter): boolean {
  if (filter === 'new' || filter === 'changed') return tool.status === 'available' && tool.review === filter;
  return standingOf(tool) === filter;
}

export function countTools(tools: readonly Tool[]): ToolCounts {
  const counts = { all: tools.length, open: 0, ask: 0, off: 0, missing: 0, new: 0, changed: 0 };
  for (const tool of tools) {
    counts[standingOf(tool)] += 1;
    if (tool.status === 'available' && tool.review !== 'none') counts[tool.review] += 1;
  }
  return counts;
}

/** Every word of the search occurs in the name, the title or the description, in any case. */
export function findTools(tools: readonly Tool[], search: string, filter: ToolFilter | undefined): readonly Tool[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0 && filter === undefined) return tools;
  return tools.filter((tool) => {
    if (filter !== undefined && !isOf(tool, filter)) return false;
    const text = `${tool.name}\n${tool.title ?? ''}\n${tool.description ?? ''}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}
