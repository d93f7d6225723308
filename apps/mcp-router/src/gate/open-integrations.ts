import { slugKey } from '@countersign/tool-name';
import type { Caller } from '../callers/caller.js';
import type { CataloguedIntegration } from '../copies/catalogue-copy.js';
import type { Copies } from '../copies/copies.js';

/** What an integration may have beside tools; each is off until somebody switches it on. */
export type OpenKind = 'prompts' | 'resources';

type Reader = Pick<Caller, 'workspaceId' | 'names' | 'reads'>;

/**
 * The integrations whose prompts, or resources, a caller may be shown, by slug:
 *
 * | the integration                                        | open                                                |
 * |--------------------------------------------------------|-----------------------------------------------------|
 * | is removed, or out of the token's reach                | no                                                  |
 * | has its switch off, or a policy that cannot be read    | no                                                  |
 * | was pointed at another server than policy has heard of | no: what people decided is about the one before     |
 * | otherwise                                              | yes                                                 |
 */
export function openIntegrations(copies: Copies, caller: Reader, kind: OpenKind): readonly CataloguedIntegration[] {
  return copies.catalogue
    .integrations(caller.workspaceId)
    .filter((integration) => isOpen(copies, caller, kind, integration))
    .sort((one, other) => (one.slug < other.slug ? -1 : 1));
}

/** By `slugKey`. Undefined also for one that there is and that is not open: who may not see it is not told that it exists. */
export function findOpenIntegration(
  copies: Copies,
  caller: Reader,
  kind: OpenKind,
  key: string,
): CataloguedIntegration | undefined {
  return openIntegrations(copies, caller, kind).find(({ slug }) => slugKey(slug) === key);
}

function isOpen(
  copies: Copies,
  { workspaceId, names, reads }: Reader,
  kind: OpenKind,
  { id, slug, isRemoved, connectionRevision }: CataloguedIntegration,
): boolean {
  if (isRemoved || !reads(slug) || (names.bareSlug ?? slug) !== slug) return false;
  const merged = copies.policy.connectionRevision(workspaceId, id);
  const isMerged = merged === undefined || merged === connectionRevision;
  return isMerged && copies.policy.integration(workspaceId, id)[kind];
}
