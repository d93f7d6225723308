import type { RawClaims } from './read-claim.js';
import { readOneOf, readOptional, readRecords, readText, readTexts } from './read-claim.js';

/** The least that every call under a token gets; the policy's verdict can only be stricter. */
export type Strictness = 'allow' | 'ask' | 'deny';

/** One integration's part of a scope. Absent `toolNames` means all of its tools; an empty list means none. */
export interface IntegrationScope {
  /** The slug: immutable, and never given to another integration. */
  readonly integration: string;
  readonly toolNames?: readonly string[];
}

/** What a token may reach at all. An integration that is not listed is out of reach; an empty list reaches nothing. */
export type ToolScope = 'all' | readonly IntegrationScope[];

export function readStrictness(claims: RawClaims, name: string): Strictness {
  return readOneOf(claims, name, ['allow', 'ask', 'deny']);
}

export function readToolScope(claims: RawClaims, name: string): ToolScope {
  if (claims[name] === 'all') return 'all';
  return readRecords(claims, name).map((entry) => ({
    integration: readText(entry, 'integration'),
    ...readOptional(entry, 'toolNames', readTexts),
  }));
}

/** Whether the scope reaches a tool, named by its integration's slug and its raw name; case and every byte matter. */
export function isInToolScope(scope: ToolScope, integration: string, toolName: string): boolean {
  if (scope === 'all') return true;
  return scope.some(
    (entry) =>
      entry.integration === integration && (entry.toolNames === undefined || entry.toolNames.includes(toolName)),
  );
}
