/** What the shell sees; documented in `countersign --help`. */
export const EXIT = {
  ok: 0,
  failed: 1,
  usage: 2,
  notFound: 3,
  conflict: 4,
  refused: 5,
  unreachable: 6,
  different: 7,
} as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** A failure with one sentence for people and a code for programs. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly exitCode: ExitCode = EXIT.failed,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CliError';
  }
}

/** Which of the server's answers is about what was typed: it would be the same at every time, and a program need not retry. */
const USAGE_CODES: ReadonlySet<string> = new Set([
  'request.invalid',
  'request.malformed',
  'policy.duplicate_tool',
  'approval.invalid_arguments',
  'approval.unknown_group',
  'integration.bad_slug',
  'agent.tools_too_large',
  'agent.unsupported_parameter',
]);

export function exitCodeOf(httpStatus: number, code = ''): ExitCode {
  if (USAGE_CODES.has(code)) return EXIT.usage;
  if (httpStatus === 404) return EXIT.notFound;
  if (httpStatus === 409 || httpStatus === 412) return EXIT.conflict;
  if (httpStatus === 401 || httpStatus === 403) return EXIT.refused;
  return EXIT.failed;
}
