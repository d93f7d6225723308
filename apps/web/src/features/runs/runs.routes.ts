import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { onlyKnown } from '../../app/only-known.js';
import { signedInRoute } from '../../app/signed-in.route.js';
import { toRunsSearch } from './runs-search.js';

export const runsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/runs',
  validateSearch: onlyKnown(toRunsSearch),
  component: lazyRouteComponent(() => import('./runs-screen.js'), 'RunsScreen'),
});

export const runRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/runs/$runId',
  component: lazyRouteComponent(() => import('./run-screen.js'), 'RunScreen'),
});

export const runRoutes = [runsRoute, runRoute] as const;
