import type { AgentToolScope } from './agents.queries.js';

/** What an agent may do with one integration, as a person chooses it. */
export interface IntegrationChoice {
  /** `all`: also the tools that it gets later. */
  readonly reach: 'none' | 'some' | 'all';
  /** Every call of this integration waits for a person. */
  readonly asks: boolean;
  /** Raw names that are chosen, where the reach is `some`. */
  readonly chosen: ReadonlySet<string>;
  /** Raw names whose calls wait for a person, whatever else is chosen. */
  readonly asking: ReadonlySet<string>;
}

/** By slug. */
export type ToolChoices = ReadonlyMap<string, IntegrationChoice>;

export const NO_CHOICE: IntegrationChoice = { reach: 'none', asks: false, chosen: new Set(), asking: new Set() };

/** As the API takes them; `null`: everything. A tool that several entries reach gets the strictest of them. */
export function toScopes(choices: ToolChoices): AgentToolScope[] {
  return [...choices].flatMap(([integration, { reach, asks, chosen, asking }]): AgentToolScope[] => {
    const strict = { strictness: 'ask' } as const;
    if (reach === 'none') return [];
    if (reach === 'all') {
      const all: AgentToolScope = { integration, ...(asks && strict) };
      return asking.size === 0 || asks ? [all] : [all, { integration, toolNames: [...asking], ...strict }];
    }
    const isAsking = (name: string): boolean => asks || asking.has(name);
    const free = [...chosen].filter((name) => !isAsking(name));
    const asked = [...chosen].filter(isAsking);
    return [
      ...(free.length > 0 || asked.length === 0 ? [{ integration, toolNames: free }] : []),
      ...(asked.length > 0 ? [{ integration, toolNames: asked, ...strict }] : []),
    ];
  });
}

export function toChoices(scopes: readonly AgentToolScope[]): ToolChoices {
  const choices = new Map<string, IntegrationChoice>();
  for (const { integration, toolNames, strictness } of scopes) {
    const before = choices.get(integration) ?? NO_CHOICE;
    const asks = strictness === 'ask';
    if (toolNames === undefined) {
      choices.set(integration, { ...before, reach: 'all', asks: before.asks || asks });
      continue;
    }
    choices.set(integration, {
      ...before,
      reach: before.reach === 'all' ? 'all' : 'some',
      chosen: new Set([...before.chosen, ...toolNames]),
      asking: asks ? new Set([...before.asking, ...toolNames]) : before.asking,
    });
  }
  return choices;
}
