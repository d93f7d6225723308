import { InvalidInputError, type UpdateIntegrationRequest } from '@countersign/contracts';
import type { Integration } from './integration.entity.js';
import type { IntegrationPatch } from './integration.repository.js';

export interface UpdatePlan {
  readonly patch: IntegrationPatch;
  /** URL, transport or credentials are others: it has to be discovered first, and may be another server. */
  readonly isMoved: boolean;
  /** The headers are replaced, by what the request holds. */
  readonly isHeadersReplaced: boolean;
  /** Nothing would be different. */
  readonly isEmpty: boolean;
}

type Asked = Pick<
  UpdateIntegrationRequest,
  'displayName' | 'description' | 'serverUrl' | 'transport' | 'timeoutSeconds' | 'headers'
>;

/**
 * What a request would change. `serverUrl` is the checked one; a member that is absent or null is unchanged.
 *
 * @throws InvalidInputError when stored credentials would go to a server that they were not given for
 */
export function planUpdate(current: Integration, asked: Asked): UpdatePlan {
  const settings = definedOnly({
    displayName: asked.displayName,
    description: asked.description,
    serverUrl: asked.serverUrl,
    transport: asked.transport,
    timeoutSeconds: asked.timeoutSeconds,
  });
  const changes = Object.entries(settings).filter(([key, value]) => Reflect.get(current, key) !== value);
  const patch: IntegrationPatch = Object.fromEntries(changes);
  const isHeadersReplaced = areHeadersReplaced(current, asked);
  assertCredentialsStay(current, patch, isHeadersReplaced);
  const isMoved = patch.serverUrl !== undefined || patch.transport !== undefined || isHeadersReplaced;
  return {
    patch: isMoved ? { ...patch, ...movedRevisions(current, asked, isHeadersReplaced) } : patch,
    isMoved,
    isHeadersReplaced,
    isEmpty: changes.length === 0 && !isHeadersReplaced,
  };
}

/** The values are not compared: given again, they may be meant to be known again. An empty list where there are none is no change. */
function areHeadersReplaced(current: Integration, { headers }: Asked): boolean {
  return headers !== undefined && headers !== null && (headers.length > 0 || current.headersVersion > 0);
}

function movedRevisions(current: Integration, { headers }: Asked, isHeadersReplaced: boolean): IntegrationPatch {
  const connectionRevision = current.connectionRevision + 1;
  if (!isHeadersReplaced) return { connectionRevision };
  return { connectionRevision, headersVersion: headers?.length ? connectionRevision : 0 };
}

/** Else everybody who may edit an integration could send its credentials to a server of their own, and read them there. */
function assertCredentialsStay(current: Integration, patch: IntegrationPatch, isHeadersReplaced: boolean): void {
  const { serverUrl } = patch;
  if (serverUrl === undefined || current.headersVersion === 0 || isHeadersReplaced) return;
  if (new URL(serverUrl).origin === new URL(current.serverUrl).origin) return;
  const message = 'the stored headers were given for another server; give the headers for this one, or an empty list';
  throw new InvalidInputError([{ pointer: '/headers', code: 'headers_required', message }]);
}

function definedOnly(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null));
}
