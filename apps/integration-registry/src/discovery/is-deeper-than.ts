/** Whether more than `depthMax` arrays and objects are open at once somewhere. Without recursion: the value is hostile. */
export function isDeeperThan(value: unknown, depthMax: number): boolean {
  let level = [value].filter(isContainer);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > depthMax) return true;
    level = level.flatMap((container) => Object.values<unknown>(container).filter(isContainer));
  }
  return false;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
