import { escapeToolName } from './escape-tool-name.js';
import { SEPARATOR, type ExposedNameOptions } from './exposed-name-options.js';
import { InvalidToolNameError } from './invalid-tool-name.errors.js';

/** How the router's own tools begin. No slug can; a tool whose name stands alone could. */
const OWN_TOOLS = `countersign${SEPARATOR}`;
const OWN_TOOLS_ESCAPED = `countersign_x5F${SEPARATOR.slice(1)}`;

/**
 * What stands before the escaped tool name.
 *
 * @throws InvalidToolNameError `bad_slug` for a tool of another integration than the one whose names stand alone
 */
export function headUnder({ prefix, bareSlug }: ExposedNameOptions, integrationSlug: string): string {
  if (bareSlug === undefined) return prefix + integrationSlug + SEPARATOR;
  if (bareSlug === integrationSlug) return prefix;
  throw new InvalidToolNameError('bad_slug', 'names without a slug are those of one integration');
}

/** A tool name as it stands in an exposed one. Alone, it never reads like one of the router's own tools. */
export function escapeUnder({ bareSlug }: ExposedNameOptions, toolName: string): string {
  const escaped = escapeToolName(toolName);
  if (bareSlug === undefined || !escaped.startsWith(OWN_TOOLS)) return escaped;
  return OWN_TOOLS_ESCAPED + escaped.slice(OWN_TOOLS.length);
}
