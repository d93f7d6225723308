import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { onlyKnown } from '../../app/only-known.js';
import { signedInRoute } from '../../app/signed-in.route.js';
import { readInboxFilter } from './inbox-filter.js';

export const inboxRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/approvals',
  validateSearch: onlyKnown(readInboxFilter),
  component: lazyRouteComponent(() => import('./inbox-screen.js'), 'InboxScreen'),
});

export const approvalRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/approvals/$approvalId',
  component: lazyRouteComponent(() => import('./approval-screen.js'), 'ApprovalScreen'),
});

export const approvalRoutes = [inboxRoute, approvalRoute] as const;
