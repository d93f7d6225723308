/** What is wrong with edited arguments, by the JSON pointer from the arguments: `/text`. */
export interface Problem {
  readonly pointer: string;
  readonly message: string;
}

interface OutputUnit {
  readonly keyword: string;
  readonly instanceLocation: string;
  readonly error: string;
}

/** They only say that something below them, which is listed too, is wrong. */
const WRAPPING = new Set([
  'properties',
  'patternProperties',
  'additionalProperties',
  'items',
  'prefixItems',
  'allOf',
  '$ref',
  'propertyNames',
  'dependentSchemas',
]);
const PROBLEMS_MAX = 50;
/** How the validator says that something may not be there at all. */
const NOT_ALLOWED = 'False boolean schema.';

/** Of a validator's output, what tells somebody what to change. */
export function listProblems(errors: readonly OutputUnit[]): Problem[] {
  const telling = errors.filter(({ keyword }) => !WRAPPING.has(keyword));
  return (telling.length > 0 ? telling : errors).slice(0, PROBLEMS_MAX).map(({ instanceLocation, error }) => ({
    pointer: instanceLocation.replace(/^#/, ''),
    message: error === NOT_ALLOWED ? 'The tool takes nothing of this name or at this place.' : error,
  }));
}
