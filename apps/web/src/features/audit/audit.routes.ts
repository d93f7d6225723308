import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../../app/signed-in.route.js';

/** What the list is narrowed to; all of it is part of the address. */
export interface AuditSearch {
  /** An action, or a kind of them: `approval.denied`, `approval`. */
  readonly action?: string;
  readonly actor?: string;
  readonly integrationId?: string;
  /** RFC 3339. */
  readonly from?: string;
  readonly until?: string;
}

const FIELDS = ['action', 'actor', 'integrationId', 'from', 'until'] as const;

export const auditRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit-screen.js'), 'AuditScreen'),
  validateSearch: (search: Record<string, unknown>): AuditSearch =>
    Object.fromEntries(FIELDS.flatMap((field) => (typeof search[field] === 'string' ? [[field, search[field]]] : []))),
});

export const auditRoutes = [auditRoute] as const;
