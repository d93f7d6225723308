import { createHash } from 'node:crypto';
import { DomainError } from '@countersign/contracts';
import type { Response } from 'express';

/** 64 bits: two answers of one revision that share them are no accident. */
const HASH_LENGTH = 16;

/**
 * `"<revision or version>.<hash of the answer>"`: what is shown beside the revision (a drifted definition, a name, a count) changes
 * without it, and must not be hidden by a 304. A write is conditional on the revision alone.
 *
 * | If-Match                 | means                                          |
 * |--------------------------|------------------------------------------------|
 * | absent, `*`              | whatever is there                              |
 * | `"12"`, `"12.<hash>"`    | only if the revision is still 12               |
 * | anything else            | never: a weak or foreign tag matches nothing   |
 */
export function toEntityTag(revision: number, answer: object): string {
  const hash = createHash('sha256').update(JSON.stringify(answer)).digest('hex').slice(0, HASH_LENGTH);
  return `"${revision}.${hash}"`;
}

/** Gives the answer its tag. */
export function tagged<T extends object>(response: Response, answer: T, revision: number): T {
  response.setHeader('etag', toEntityTag(revision, answer));
  return answer;
}

/** For what counts its changes as versions. @throws PreconditionFailedError for a tag that no version has */
export function toVersionCondition(ifMatch: string | undefined): { ifVersion?: number } {
  const ifVersion = readIfMatch(ifMatch);
  return ifVersion === undefined ? {} : { ifVersion };
}

/** For what counts its changes as revisions. @throws PreconditionFailedError for a tag that no revision has */
export function toRevisionCondition(ifMatch: string | undefined): { ifRevision?: number } {
  const ifRevision = readIfMatch(ifMatch);
  return ifRevision === undefined ? {} : { ifRevision };
}

/** @throws PreconditionFailedError for a tag that no revision has */
export function readIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const [, digits] = /^"(\d{1,15})(?:\.[0-9a-f]{16})?"$/.exec(header.trim()) ?? [];
  if (digits === undefined) throw new PreconditionFailedError();
  return Number(digits);
}

export class PreconditionFailedError extends DomainError {
  constructor() {
    super('precondition.failed', 'If-Match is not an ETag of what it would change.');
  }
}
