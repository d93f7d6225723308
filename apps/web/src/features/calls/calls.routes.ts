import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { onlyKnown } from '../../app/only-known.js';
import { signedInRoute } from '../../app/signed-in.route.js';
import { toCallsSearch } from './calls-search.js';

export const callsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/calls',
  validateSearch: onlyKnown(toCallsSearch),
  component: lazyRouteComponent(() => import('./calls-screen.js'), 'CallsScreen'),
});

export const callRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/calls/$callId',
  component: lazyRouteComponent(() => import('./call-screen.js'), 'CallScreen'),
});

export const callRoutes = [callsRoute, callRoute] as const;
