import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { onlyKnown } from '../../app/only-known.js';
import { signedInRoute } from '../../app/signed-in.route.js';
import { isSpan, type Span } from './spans.js';

export const overviewRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/overview',
  component: lazyRouteComponent(() => import('./overview-screen.js'), 'OverviewScreen'),
  validateSearch: onlyKnown(({ span }): { readonly span?: Span } => (isSpan(span) ? { span } : {})),
});

export const overviewRoutes = [overviewRoute] as const;
