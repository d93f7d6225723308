import { InvalidToolNameError, resolveExposedName, type ExposedNameOptions } from '@countersign/tool-name';
import type { CalledTool } from '../calls/call.js';
import type { CataloguedIntegration } from '../copies/catalogue-copy.js';
import type { Copies } from '../copies/copies.js';
import { ResolvedNames } from './resolved-names.js';

export type ResolvedTool =
  | { readonly kind: 'tool'; readonly tool: CalledTool; readonly integration: CataloguedIntegration }
  | { readonly kind: 'none'; readonly reason: string };

const UNKNOWN = 'there is no tool of this name.';

/** Names that were resolved by the copies as they are. They go with their copies. */
const resolved = new WeakMap<Copies, ResolvedNames<ResolvedTool>>();

/**
 * The one place where an exposed name becomes a tool. Everything behind it uses integration and raw name. The same tool is
 * the same object for as long as nothing of its workspace changes.
 */
export function resolveTool(
  copies: Copies,
  workspaceId: string,
  exposedName: string,
  names: ExposedNameOptions,
): ResolvedTool {
  const known = resolved.get(copies) ?? new ResolvedNames<ResolvedTool>();
  resolved.set(copies, known);
  // All that a name depends on: without the bare slug, one token's name would be another one's tool.
  const key = `${names.prefix} ${names.budget} ${names.bareSlug ?? ''} ${exposedName}`;
  const found = known.find(copies, workspaceId, key);
  if (found !== undefined) return found;
  const tool = resolve(copies, workspaceId, exposedName, names);
  // Names that mean nothing are anybody's to invent, without end.
  if (tool.kind === 'tool') known.keep(copies, workspaceId, { key, value: tool });
  return tool;
}

function resolve(copies: Copies, workspaceId: string, exposedName: string, names: ExposedNameOptions): ResolvedTool {
  const known = (slug: string): Iterable<string> => knownToolNames(copies, workspaceId, slug);
  try {
    const { integrationSlug, toolName } = resolveExposedName(exposedName, names, known);
    const integration = copies.catalogue.findBySlug(workspaceId, integrationSlug);
    if (integration === undefined || integration.isRemoved) return { kind: 'none', reason: UNKNOWN };
    const isPolicyStored = copies.policy.tool(workspaceId, integration.id, toolName).kind !== 'absent';
    if (!integration.tools.has(toolName) && !isPolicyStored) return { kind: 'none', reason: UNKNOWN };
    return { kind: 'tool', tool: { integrationId: integration.id, integrationSlug, toolName }, integration };
  } catch (error) {
    if (!(error instanceof InvalidToolNameError)) throw error;
    const reason = error.code === 'ambiguous_digest' ? 'more than one tool has this name.' : UNKNOWN;
    return { kind: 'none', reason };
  }
}

/** Every tool ever seen of a slug, disabled and missing ones too: disabling one must not hand its name to another. */
export function knownToolNames(copies: Copies, workspaceId: string, slug: string): ReadonlySet<string> {
  const integration = copies.catalogue.findBySlug(workspaceId, slug);
  if (integration === undefined) return new Set();
  return new Set([...integration.tools.keys(), ...copies.policy.toolNames(workspaceId, integration.id)]);
}
