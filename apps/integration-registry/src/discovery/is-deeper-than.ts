/** Whether more than `depthMax` arrays and objects are open at once somewhere. Without recursion: the value is hostile. */
export function isDeeperThan(value: unknown, depthMax: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) return true;
    level = level.flatMap((item) => (isContainer(item) ? Object.values<unknown>(item as Record<string, unknown>) : []));
  }
  return false;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
