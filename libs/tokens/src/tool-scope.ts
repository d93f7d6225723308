import type { RawClaims } from './read-claim.js';
import { readOneOf, readOptional, readRecords, readText, readTexts } from './read-claim.js';

/** The least that every call under a token gets; the policy's verdict can only be stricter. */
export type Strictness = 'allow' | 'ask' | 'deny';

const STRICTNESSES: readonly Strictness[] = ['allow', 'ask', 'deny'];

/**
 * One integration's part of a scope. Absent `toolNames` means all of its tools; an empty list means none. A tool that several
 * parts reach gets the strictest of them.
 */
export interface IntegrationScope {
  /** The slug: immutable, and never given to another integration. */
  readonly integration: string;
  readonly toolNames?: readonly string[];
  /** The least that calls of these tools get; absent: that of the token. */
  readonly strictness?: Strictness;
}

/** What a token may reach at all. An integration that is not listed is out of reach; an empty list reaches nothing. */
export type ToolScope = 'all' | readonly IntegrationScope[];

export function readStrictness(claims: RawClaims, name: string): Strictness {
  return readOneOf(claims, name, STRICTNESSES);
}

export function readToolScope(claims: RawClaims, name: string): ToolScope {
  if (claims[name] === 'all') return 'all';
  return readRecords(claims, name).map((entry) => ({
    integration: readText(entry, 'integration'),
    ...readOptional(entry, 'toolNames', readTexts),
    ...readOptional(entry, 'strictness', readStrictness),
  }));
}

/** A scope, ready to be asked often: an offer asks about every tool of a workspace. */
export interface ScopeLookup {
  /** By the integration's slug and the raw name of the tool; case and every byte matter. */
  readonly reaches: (integration: string, toolName: string) => boolean;
  /** The least that a call of the tool gets, whether or not it is reached; never less than the token's own. */
  readonly strictnessOf: (integration: string, toolName: string) => Strictness;
}

export function toScopeLookup(scope: ToolScope, ofToken: Strictness): ScopeLookup {
  if (scope === 'all') return { reaches: () => true, strictnessOf: () => ofToken };
  const parts = Map.groupBy(scope.map(toPart), ({ integration }) => integration);
  const partsOf = (integration: string, toolName: string): readonly Part[] =>
    (parts.get(integration) ?? []).filter(({ names }) => names?.has(toolName) !== false);
  return {
    reaches: (integration, toolName) => partsOf(integration, toolName).length > 0,
    strictnessOf: (integration, toolName) =>
      strictestOf([ofToken, ...partsOf(integration, toolName).map(({ strictness }) => strictness)]),
  };
}

interface Part {
  readonly integration: string;
  /** Null: all. */
  readonly names: ReadonlySet<string> | null;
  readonly strictness: Strictness;
}

function toPart({ integration, toolNames, strictness = 'allow' }: IntegrationScope): Part {
  return { integration, names: toolNames === undefined ? null : new Set(toolNames), strictness };
}

function strictestOf(all: readonly Strictness[]): Strictness {
  return all.reduce((worst, next) => (STRICTNESSES.indexOf(next) > STRICTNESSES.indexOf(worst) ? next : worst));
}
