import { InvalidToolNameError } from './invalid-tool-name.errors.js';

/** Leaves a third of the tightest budget (46) to the tool name. */
export const SLUG_LENGTH_MAX = 24;

/**
 * `mcp`: else the hosted name `mcp__Jira__x` would be, where no prefix is used, the tool `Jira__x` of an integration `mcp`.
 * `countersign`: the router's own tools, and the name that clients give the router.
 */
export const RESERVED_SLUGS: readonly string[] = ['mcp', 'countersign'];

/** No underscore and no dot, so the first `__` of an exposed name and the first `.` of a key always end the slug. */
const SLUG = /^[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*$/;

/** Rule 1: the shape, the length and the reserved words. That a slug is free in its workspace is the caller's to check. */
export function isSlug(value: string): boolean {
  return value.length <= SLUG_LENGTH_MAX && SLUG.test(value) && !RESERVED_SLUGS.includes(slugKey(value));
}

/** @throws InvalidToolNameError `bad_slug` */
export function assertSlug(value: string): void {
  if (isSlug(value)) return;
  const shape = `1 to ${SLUG_LENGTH_MAX} letters and digits, a letter first, single hyphens between them`;
  throw new InvalidToolNameError('bad_slug', `a slug is ${shape}, and none of: ${RESERVED_SLUGS.join(', ')}`);
}

/** What must be unique in a workspace, because people do not tell `jira` from `Jira`. Never a substitute for the slug. */
export function slugKey(slug: string): string {
  return slug.toLowerCase();
}
