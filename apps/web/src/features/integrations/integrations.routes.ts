import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../../app/signed-in.route.js';

export const integrationsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/integrations',
  component: lazyRouteComponent(() => import('./integrations-screen.js'), 'IntegrationsScreen'),
});

export const integrationRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/integrations/$integrationId',
  component: lazyRouteComponent(() => import('./integration-screen.js'), 'IntegrationScreen'),
});

export const integrationRoutes = [integrationsRoute, integrationRoute] as const;
