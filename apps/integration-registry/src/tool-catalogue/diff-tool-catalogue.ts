export interface StoredTool {
  readonly name: string;
  readonly definitionHash: string;
}

/** What a discovery found, against what was stored. Each list in the order of its listing. */
export interface CatalogueDiff {
  /** New ones, and ones that had been gone. */
  readonly added: readonly string[];
  readonly removed: readonly string[];
  /** Still there, with another definition. */
  readonly changed: readonly string[];
}

/** Names are compared exactly: one that differs in its case or its normalisation is another tool. */
export function diffToolCatalogue(stored: readonly StoredTool[], discovered: readonly StoredTool[]): CatalogueDiff {
  const hashes = new Map(stored.map((tool) => [tool.name, tool.definitionHash]));
  const names = new Set(discovered.map((tool) => tool.name));
  return {
    added: discovered.filter((tool) => !hashes.has(tool.name)).map((tool) => tool.name),
    removed: stored.filter((tool) => !names.has(tool.name)).map((tool) => tool.name),
    changed: discovered
      .filter((tool) => hashes.has(tool.name) && hashes.get(tool.name) !== tool.definitionHash)
      .map((tool) => tool.name),
  };
}
