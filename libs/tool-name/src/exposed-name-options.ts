import { DIGEST_ENDING_LENGTH } from './digest-ending.js';
import { InvalidToolNameError } from './invalid-tool-name.errors.js';
import { SLUG_LENGTH_MAX } from './slug.js';

/** What an exposed name depends on besides the tool. Whoever decodes knows both; neither is ever guessed (rule 4). */
export interface ExposedNameOptions {
  /** Empty, or letters, digits, `_` and `-` with a letter first. */
  readonly prefix: string;
  /** The longest name that its reader takes, in characters. */
  readonly budget: number;
  /** The one integration of a reader who wants the server's own names: its tools without slug and separator. */
  readonly bareSlug?: string;
}

/** Between the slug and the escaped tool name. */
export const SEPARATOR = '__';

/** Anthropic, OpenAI, Gemini and Bedrock all take 64 characters. */
export const DEFAULT_BUDGET = 64;

/** Claude Code puts the 18 characters `mcp__countersign__` in front of every name of the MCP endpoint. */
export const MCP_ENDPOINT_BUDGET = 46;

/** Hosted agents see the names that people know from Claude Code. */
export const HOSTED_PREFIX = 'mcp__';

export const HOSTED_AGENT_NAMES: ExposedNameOptions = { prefix: HOSTED_PREFIX, budget: DEFAULT_BUDGET };

export const MCP_ENDPOINT_NAMES: ExposedNameOptions = { prefix: '', budget: MCP_ENDPOINT_BUDGET };

/** Providers want a letter first and nothing but these characters. */
const PREFIX = /^(?:[A-Za-z][A-Za-z0-9_-]*)?$/;

/** The least budget in which every tool of every slug has a name: the digest form of the longest slug. */
export function budgetMin(prefix: string): number {
  return prefix.length + SLUG_LENGTH_MAX + SEPARATOR.length + DIGEST_ENDING_LENGTH;
}

/** @throws InvalidToolNameError `bad_prefix`, `bad_budget` */
export function assertExposedNameOptions({ prefix, budget }: ExposedNameOptions): void {
  if (!PREFIX.test(prefix)) {
    throw new InvalidToolNameError('bad_prefix', 'a prefix is letters, digits, _ and -, with a letter first');
  }
  if (Number.isSafeInteger(budget) && budget >= budgetMin(prefix)) return;
  throw new InvalidToolNameError('bad_budget', `a budget is a whole number, here at least ${budgetMin(prefix)}`);
}
