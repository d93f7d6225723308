/** The exit code of a process whose configuration is wrong: EX_CONFIG of sysexits.h, so that a supervisor does not retry it. */
export const EXIT_BAD_CONFIG = 78;

/** Everything that is wrong with the environment, in one readable message. Never holds a value: it may be a secret. */
export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(
      `the configuration has ${problems.length} problem(s):\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.name = 'ConfigError';
  }
}
