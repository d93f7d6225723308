import type { DiscoveredServer } from '../discovery/discovered-server.js';
import { WARNINGS_MAX } from '../discovery/discovery-limits.js';

/**
 * Of one integration, whether they are still listed or not. Each is kept for good, by the registry, by policy and by every
 * router, so that it never means another tool: a server that makes up new ones with every listing must not fill all of them.
 * Twice the largest listing.
 */
export const NAMES_KEPT_MAX = 20_000;

/** What there is of an integration's names. */
export interface KnownNames {
  readonly has: (name: string) => boolean;
  readonly count: number;
}

/** The listing without the new names for which there is no room, and a warning that says so; those listed first are taken. */
export function boundNames<S extends Pick<DiscoveredServer, 'tools' | 'warnings'>>(server: S, known: KnownNames): S {
  const room = Math.max(0, NAMES_KEPT_MAX - known.count);
  const excess = new Set(server.tools.filter(({ name }) => !known.has(name)).slice(room));
  const tools = server.tools.filter((tool) => !excess.has(tool));
  if (excess.size === 0) return server;
  const message = `${excess.size} new tools were not taken: this server has listed ${NAMES_KEPT_MAX} different names by now.`;
  const warnings = [{ code: 'tool.too_many_names', message }, ...server.warnings].slice(0, WARNINGS_MAX);
  return { ...server, tools, warnings };
}
