import { collidingToolNames, encodeExposedName } from '@countersign/tool-name';
import type { CalledTool, Verdict } from '../calls/call.js';
import type { Caller } from '../callers/caller.js';
import type { Copies } from '../copies/copies.js';
import { judgeTool } from './call-gate.js';
import { knownToolNames } from './resolve-tool.js';

export interface Offer {
  readonly exposedName: string;
  readonly tool: CalledTool;
  readonly definitionHash: string;
  readonly verdict: Verdict;
}

/**
 * What a caller sees: everything that would not be denied, sorted by name. Names that more than one tool has are withheld,
 * all of them.
 */
export function offeredTools(copies: Copies, caller: Caller): readonly Offer[] {
  return copies.catalogue
    .integrations(caller.workspaceId)
    .filter(({ isRemoved, slug }) => !isRemoved && (caller.names.bareSlug ?? slug) === slug)
    .flatMap(({ slug, id }) => offersOf(copies, caller, { slug, id }))
    .sort((a, b) => (a.exposedName < b.exposedName ? -1 : 1));
}

function offersOf(copies: Copies, caller: Caller, { slug, id }: { slug: string; id: string }): Offer[] {
  const known = knownToolNames(copies, caller.workspaceId, slug);
  const colliding = collidingToolNames(slug, known, caller.names);
  return [...known]
    .filter((toolName) => caller.reaches(slug, toolName) && !colliding.has(toolName))
    .flatMap((toolName) => {
      const tool = { integrationId: id, integrationSlug: slug, toolName };
      const { verdict, definitionHash } = judgeTool(
        copies,
        caller.workspaceId,
        tool,
        caller.strictnessOf(slug, toolName),
      );
      if (verdict === 'deny' || definitionHash === null) return [];
      const exposedName = encodeExposedName({ integrationSlug: slug, toolName }, caller.names);
      return [{ exposedName, tool, definitionHash, verdict }];
    });
}
