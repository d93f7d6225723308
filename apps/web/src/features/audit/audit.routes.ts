import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { onlyKnown } from '../../app/only-known.js';
import { signedInRoute } from '../../app/signed-in.route.js';

/** What the list is narrowed to; all of it is part of the address. */
export interface AuditSearch {
  /** An action, or a kind of them: `approval.denied`, `approval`. */
  readonly action?: string;
  readonly actor?: string;
  readonly integrationId?: string;
  /** Its exact name. */
  readonly tool?: string;
  readonly way?: Way;
  /** RFC 3339. */
  readonly from?: string;
  readonly until?: string;
}

const FIELDS = ['action', 'actor', 'integrationId', 'tool', 'from', 'until'] as const;
const WAYS = ['api', 'web', 'cli'] as const;
type Way = (typeof WAYS)[number];

/** Whatever an address says that is no filter is left out. */
export function toAuditSearch(search: Record<string, unknown>): AuditSearch {
  const way = WAYS.find((each) => each === search['way']);
  const texts = FIELDS.flatMap((field) => (typeof search[field] === 'string' ? [[field, search[field]] as const] : []));
  return { ...(way && { way }), ...Object.fromEntries(texts) };
}

export const auditRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit-screen.js'), 'AuditScreen'),
  validateSearch: onlyKnown(toAuditSearch),
});

export const auditRoutes = [auditRoute] as const;
