/** What a test can do to a process at a crash point: a power cut, a process that stands still, a polite end. */
const CRASH_SIGNALS = ['SIGKILL', 'SIGSTOP', 'SIGTERM'] as const;

/** Read once: each look at the environment leaves JavaScript, and every call passes several points. */
const CRASH_AT = process.env['CRASH_AT'];
const CRASH_WITH = CRASH_SIGNALS.find((signal) => signal === process.env['CRASH_WITH']) ?? 'SIGKILL';
/** Whoever is asked to end twice is in a hurry, and a process that goes on has been stopped for long enough. */
let hasHappened = false;

/**
 * Kills this process, as a power cut would, when the environment names this point (`CRASH_AT=relay-after-publish`), or
 * sends it what `CRASH_WITH` names instead (`SIGSTOP`, `SIGTERM`), once. Tests use it to prove that no state is lost between two
 * steps; without the variables it does nothing.
 */
export function crashPoint(name: string): void {
  if (CRASH_AT !== name || hasHappened) return;
  hasHappened = true;
  process.kill(process.pid, CRASH_WITH);
}
