/** What the shell sees; documented in `countersign --help`. */
export const EXIT = { ok: 0, failed: 1, usage: 2, notFound: 3, conflict: 4, refused: 5, unreachable: 6 } as const;
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

export function exitCodeOf(httpStatus: number): ExitCode {
  if (httpStatus === 404) return EXIT.notFound;
  if (httpStatus === 409 || httpStatus === 412) return EXIT.conflict;
  if (httpStatus === 401 || httpStatus === 403) return EXIT.refused;
  return EXIT.failed;
}
