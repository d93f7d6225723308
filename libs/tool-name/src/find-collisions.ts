/** The names that share their key with a different name. A name listed twice does not collide with itself. */
export function findCollisions(names: Iterable<string>, keyOf: (name: string) => string): ReadonlySet<string> {
  const byKey = Map.groupBy(new Set(names), keyOf);
  return new Set([...byKey.values()].filter((group) => group.length > 1).flat());
}
