import { assertSlug, SLUG_LENGTH_MAX } from './slug.js';

const MARKS_AND_APOSTROPHES = /[\p{M}'’]/gu;
const NOT_IN_A_SLUG = /[^A-Za-z0-9]+/g;

/**
 * A slug to propose for a display name: `Müller's Jira (EU)` → `Mullers-Jira-EU`.
 *
 * @throws InvalidToolNameError `bad_slug` where none suggests itself (`日本`, `1Password`, `MCP`): a person has to choose
 *   then, because a slug is immutable and is what policies are written with.
 */
export function deriveSlug(displayName: string): string {
  const words = displayName.normalize('NFKD').replace(MARKS_AND_APOSTROPHES, '').replace(NOT_IN_A_SLUG, '-');
  const slug = words.replace(/^-/, '').slice(0, SLUG_LENGTH_MAX).replace(/-$/, '');
  assertSlug(slug);
  return slug;
}
