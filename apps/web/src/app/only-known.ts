/**
 * For `validateSearch`: the router lays what it returns over what the address says, so that what is merely left out of the
 * former comes through as it was written. This drops it.
 */
export function onlyKnown<Search extends object>(
  read: (raw: Record<string, unknown>) => Search,
): (raw: Record<string, unknown>) => Search {
  return (raw) => ({ ...Object.fromEntries(Object.keys(raw).map((name) => [name, undefined])), ...read(raw) });
}
