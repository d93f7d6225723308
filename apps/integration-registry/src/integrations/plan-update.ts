import { type AuthKind, InvalidInputError, type UpdateIntegrationRequest } from '@countersign/contracts';
import { chooseAuth, usesOAuth } from './choose-auth.js';
import type { Integration } from './integration.entity.js';
import type { IntegrationPatch } from './integration.repository.js';

export interface UpdatePlan {
  readonly patch: IntegrationPatch;
  /** URL, transport, auth or credentials are others: it has to be discovered first, and may be another server. */
  readonly isMoved: boolean;
  /** The headers are replaced, by what the request holds. */
  readonly isHeadersReplaced: boolean;
  /** Another way of OAuth, or other settings for it: what was authorized before ends. */
  readonly isAuthorizationReplaced: boolean;
  /** Nothing would be different. */
  readonly isEmpty: boolean;
}

const MOVING = ['serverUrl', 'transport', 'auth'] as const;

type Asked = Pick<
  UpdateIntegrationRequest,
  'displayName' | 'description' | 'serverUrl' | 'transport' | 'timeoutSeconds' | 'auth' | 'headers' | 'oauth'
>;

/**
 * What a request would change. `serverUrl` is the checked one; a member that is absent or null is unchanged.
 *
 * @throws InvalidInputError when stored credentials would go to a URL that they were not given for, or `auth` and what is
 * given with it contradict each other
 */
export function planUpdate(current: Integration, asked: Asked): UpdatePlan {
  const auth = chooseNextAuth(current, asked);
  const settings = definedOnly({
    displayName: asked.displayName,
    description: asked.description,
    serverUrl: asked.serverUrl,
    transport: asked.transport,
    timeoutSeconds: asked.timeoutSeconds,
    auth,
  });
  const changes = Object.entries(settings).filter(([key, value]) => Reflect.get(current, key) !== value);
  const patch: IntegrationPatch = Object.fromEntries(changes);
  const isHeadersReplaced = areHeadersReplaced(current, asked, auth);
  assertCredentialsStay(current, patch, isHeadersReplaced);
  const isAuthorizationReplaced = usesOAuth(auth) && (patch.auth !== undefined || isGiven(asked.oauth));
  const isMoved = MOVING.some((member) => patch[member] !== undefined) || isHeadersReplaced || isAuthorizationReplaced;
  return {
    patch: isMoved ? { ...patch, ...movedRevisions(current, asked, isHeadersReplaced) } : patch,
    isMoved,
    isHeadersReplaced,
    isAuthorizationReplaced,
    isEmpty: changes.length === 0 && !isHeadersReplaced && !isAuthorizationReplaced,
  };
}

/** What was chosen stays while nothing says otherwise; between none and headers, what is given says it. */
function chooseNextAuth(current: Integration, { auth, headers, oauth }: Asked): AuthKind {
  const areGiven = headers !== undefined && headers !== null;
  const kept = usesOAuth(current.auth) ? current.auth : undefined;
  // Stored headers do not contradict `none`: it is how they are removed.
  const staysStored = current.headersVersion > 0 && auth !== 'none';
  return chooseAuth({ auth: auth ?? kept, hasHeaders: areGiven ? headers.length > 0 : staysStored, oauth });
}

/** The values are not compared: given again, they may be meant to be known again. An empty list where there are none is no change. */
function areHeadersReplaced(current: Integration, { headers }: Asked, auth: AuthKind): boolean {
  if (auth === 'none') return current.headersVersion > 0;
  return headers !== undefined && headers !== null && (headers.length > 0 || current.headersVersion > 0);
}

function movedRevisions(current: Integration, { headers }: Asked, isHeadersReplaced: boolean): IntegrationPatch {
  const connectionRevision = current.connectionRevision + 1;
  if (!isHeadersReplaced) return { connectionRevision };
  return { connectionRevision, headersVersion: headers?.length ? connectionRevision : 0 };
}

/**
 * Else everybody who may edit an integration could send its credentials to a server of their own, and read them there. The
 * same host is no proof that it is the same server: many have one path for each of their customers.
 */
function assertCredentialsStay(current: Integration, patch: IntegrationPatch, isHeadersReplaced: boolean): void {
  if (patch.serverUrl === undefined || current.headersVersion === 0 || isHeadersReplaced) return;
  const message = 'the stored headers were given for another URL; give the headers for this one, or an empty list';
  throw new InvalidInputError([{ pointer: '/headers', code: 'headers_required', message }]);
}

function isGiven(member: unknown): boolean {
  return member !== undefined && member !== null;
}

function definedOnly(members: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined && value !== null));
}
