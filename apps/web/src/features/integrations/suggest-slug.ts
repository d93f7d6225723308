import { deriveSlug, InvalidToolNameError, isSlug } from '@countersign/tool-name/slug';

export const SLUG_RULE =
  '1 to 24 letters and digits, a letter first, single hyphens between them; not “mcp” or “countersign”.';

/** What the API would derive from a display name; empty where none suggests itself and a person has to choose. */
export function suggestSlug(displayName: string): string {
  try {
    return deriveSlug(displayName);
  } catch (error) {
    if (error instanceof InvalidToolNameError) return '';
    throw error;
  }
}

export function isGoodSlug(slug: string): boolean {
  return isSlug(slug);
}

/** A name to begin with: the host without what every host has. `https://mcp.linear.app/mcp` → `linear`. */
export function suggestName(serverUrl: string): string {
  if (!URL.canParse(serverUrl)) return '';
  const labels = new URL(serverUrl).hostname.split('.');
  if (labels.every((label) => /^\d*$/.test(label)) || labels.length === 1) return '';
  const [name = ''] = labels.slice(0, -1).filter((label) => !/^(www|mcp|api)$/.test(label));
  return name.charAt(0).toUpperCase() + name.slice(1);
}
