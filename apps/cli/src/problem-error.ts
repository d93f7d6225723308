import { CliError, EXIT, exitCodeOf } from './cli.errors.js';
import type { Settings } from './settings.js';

/** RFC 9457, as much of it as there is: what answers can be a proxy in between. */
export interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly title?: string;
  readonly errors?: readonly { readonly pointer: string; readonly message: string }[];
}

/** The API's own words, and what the shell sees. */
export function toProblemError(status: number, { detail, title, code, errors = [] }: Problem): CliError {
  const sentence = detail ?? title ?? `The server answered ${status}.`;
  const lines = errors.map(({ pointer, message }) => `${pointer || '/'}: ${message}`);
  // Of wrong input, the sentence is all of the lines: one stays a sentence, several become a list.
  const isList = lines.length > 1 && sentence === lines.join('; ');
  const heading = isList ? 'This is not accepted' : sentence;
  const rest = isList ? lines : lines.filter((_, index) => !sentence.includes(errors[index]?.message ?? ''));
  return new CliError([`${heading}${code ? ` (${code})` : ''}`, ...rest].join('\n  '), exitCodeOf(status, code));
}

export function readProblem(text: string): Problem {
  try {
    return JSON.parse(text) as Problem;
  } catch {
    // Not our server, or a proxy in between: the status is all there is.
    return {};
  }
}

export function unreachable({ apiUrl }: Settings, cause: unknown): CliError {
  return new CliError(`Countersign does not answer at ${apiUrl}. Is it running?`, EXIT.unreachable, { cause });
}

export function notCountersign({ apiUrl }: Settings, cause: unknown): CliError {
  return new CliError(`What answers at ${apiUrl} is not Countersign.`, EXIT.unreachable, { cause });
}
