import { readIfMatch } from '../tools/entity-tag.js';

/** @throws PreconditionFailedError for a tag that no version has */
export function toCondition(ifMatch: string | undefined): { ifVersion?: number } {
  const ifVersion = readIfMatch(ifMatch);
  return ifVersion === undefined ? {} : { ifVersion };
}
