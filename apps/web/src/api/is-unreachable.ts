/** The one error that `fetch` has for a connection that fails, whatever the reason. */
export function isUnreachable(error: unknown): boolean {
  return error instanceof TypeError && /fetch|network|load/i.test(error.message);
}
