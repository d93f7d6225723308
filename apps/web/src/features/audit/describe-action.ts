import { visible } from '../../ui/visible.js';

/** Fields of an entry's details that say by themselves what it is about, best first. */
const SUBJECTS = ['toolName', 'slug', 'name', 'email', 'tool', 'integrationSlug'] as const;

/**
 * What somebody did, in words: the action's own, and what it was done to.
 *
 * | action              | details                   | words                       |
 * |---------------------|---------------------------|-----------------------------|
 * | `approval.denied`   | `{toolName: issue.delete}` | "approval denied: issue.delete" |
 * | `token.revoked`     | `{}`                      | "token revoked"             |
 */
export function describeAction(action: string, details: Readonly<Record<string, unknown>>): string {
  const words = action.replaceAll(/[._]/g, ' ');
  const subject = SUBJECTS.map((name) => details[name]).find((value) => typeof value === 'string');
  return subject === undefined ? words : `${words}: ${visible(subject)}`;
}
