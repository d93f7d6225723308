import { ApiProblem } from '@countersign/api-client';
import { CliError, EXIT, exitCodeOf } from './cli.errors.js';
import type { Settings } from './settings.js';

/** Of what is no problem of the API, a proxy's page in between: the status, which the sentence has already. */
const NO_CODE = /^http\./;

export const PRECONDITION_FAILED = 412;
const LOOK_AGAIN = 'Somebody else changed it since it was read. Nothing was written: look at it again.';

/** The API refused: its own words, and what the shell sees. */
export class RefusedError extends CliError {
  readonly status: number;
  /** The problem's, which is stable. */
  readonly code: string;

  constructor(problem: ApiProblem) {
    super(toText(problem), exitCodeOf(problem.status, problem.code), { cause: problem });
    this.status = problem.status;
    this.code = problem.code;
  }
}

/** Anything but a failure of the API or of the way to it stays what it is. */
export function toCliError(error: unknown, { url }: Pick<Settings, 'url'>): unknown {
  if (error instanceof ApiProblem) return new RefusedError(error);
  if (error instanceof SyntaxError) {
    return new CliError(`What answers at ${url} is not Countersign.`, EXIT.unreachable, { cause: error });
  }
  // `fetch` has a TypeError for a connection that fails or breaks, and a DOMException for one that took too long.
  if (error instanceof TypeError || error instanceof DOMException) {
    return new CliError(`Countersign does not answer at ${url}. Is it running?`, EXIT.unreachable, { cause: error });
  }
  return error;
}

function toText({ status, message, code, errors }: ApiProblem): string {
  const lines = errors.map(({ pointer, message: why }) => `${pointer || '/'}: ${why}`);
  // Of wrong input, the sentence is all of the lines: one stays a sentence, several become a list.
  const isList = lines.length > 1 && message === lines.join('; ');
  const heading = isList ? 'This is not accepted' : message;
  const rest = isList ? lines : lines.filter((_, index) => !message.includes(errors[index]?.message ?? ''));
  const advice = status === PRECONDITION_FAILED ? [LOOK_AGAIN] : [];
  return [`${heading}${NO_CODE.test(code) ? '' : ` (${code})`}`, ...rest, ...advice].join('\n  ');
}
