/**
 * A place where tests make the process die as if the machine lost power: with `CRASH_AT=<name>` it kills itself with SIGKILL,
 * so that no handler, no finally and no flush runs. Without that variable it does nothing.
 */
export function crashPoint(name: string): void {
  if (process.env['CRASH_AT'] === name) process.kill(process.pid, 'SIGKILL');
}
