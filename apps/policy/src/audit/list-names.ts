/** Names in one audit row: a merge may change ten thousand tools, and its row has to be read by a person and fit into an event. */
export const AUDIT_NAMES_MAX = 50;

export interface ListedNames {
  readonly names: readonly string[];
  /** There may be more than are named. */
  readonly total: number;
}

/** The first of many names, and how many there are. */
export function listNames(names: readonly string[]): ListedNames {
  return { names: names.slice(0, AUDIT_NAMES_MAX), total: names.length };
}
