import { InvalidInputError, type InputProblem, type StaticHeader } from '@countersign/contracts';

/** What HTTP, the protocol and its clients set by themselves; a second value would be refused or, worse, believed. */
const RESERVED =
  /^(host|connection|keep-alive|transfer-encoding|te|trailer|upgrade|expect|accept|accept-encoding|content-.*|proxy-.*|mcp-.*|last-event-id)$/;

/** Servers read headers of 16 KiB in all; the sealed form of these must fit a message of the bus. */
const HEADERS_LENGTH_MAX = 16 * 1024;

/** `{name: value}` of what a person gave. @throws InvalidInputError with a pointer to each header that cannot be sent */
export function toHeaderRecord(headers: readonly StaticHeader[]): Record<string, string> {
  const problems = [...headers.flatMap(findProblem), ...findSizeProblem(headers)];
  if (problems.length > 0) throw new InvalidInputError(problems);
  return Object.fromEntries(headers.map(({ name, value }) => [name, value]));
}

function findProblem({ name }: StaticHeader, index: number, all: readonly StaticHeader[]): InputProblem[] {
  const pointer = `/headers/${index}/name`;
  const key = name.toLowerCase();
  if (RESERVED.test(key)) return [{ pointer, code: 'reserved_header', message: `${name} cannot be set` }];
  const isRepeated = all.findIndex((other) => other.name.toLowerCase() === key) < index;
  return isRepeated ? [{ pointer, code: 'duplicate_header', message: `${name} is given twice` }] : [];
}

function findSizeProblem(headers: readonly StaticHeader[]): InputProblem[] {
  const length = headers.reduce((sum, { name, value }) => sum + name.length + value.length, 0);
  if (length <= HEADERS_LENGTH_MAX) return [];
  const message = `headers must have at most ${HEADERS_LENGTH_MAX} characters together`;
  return [{ pointer: '/headers', code: 'max_length', message }];
}
