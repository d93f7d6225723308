import { DomainError } from '@countersign/contracts';

/**
 * A list's ETag is its policy revision.
 *
 * | If-Match       | means                                          |
 * |----------------|------------------------------------------------|
 * | absent, `*`    | whatever is there                              |
 * | `"12"`         | only if the revision is still 12               |
 * | anything else  | never: a weak or foreign tag matches nothing   |
 */
export function toEntityTag(revision: number): string {
  return `"${revision}"`;
}

/** @throws PreconditionFailedError for a tag that no revision has */
export function readIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const [, digits] = /^"(\d{1,15})"$/.exec(header.trim()) ?? [];
  if (digits === undefined) throw new PreconditionFailedError();
  return Number(digits);
}

export class PreconditionFailedError extends DomainError {
  constructor() {
    super('precondition.failed', 'If-Match is not an ETag of what it would change.');
  }
}
