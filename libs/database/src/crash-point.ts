/**
 * Kills this process, as a power cut would, when the environment names this point (`CRASH_AT=relay-after-publish`).
 * Tests use it to prove that no state is lost between two steps; without the variable it does nothing.
 */
export function crashPoint(name: string): void {
  if (process.env['CRASH_AT'] === name) process.kill(process.pid, 'SIGKILL');
}
