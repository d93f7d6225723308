import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../../app/signed-in.route.js';

export const agentsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/agents',
  component: lazyRouteComponent(() => import('./agents-screen.js'), 'AgentsScreen'),
});

export const agentRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/agents/$agentId',
  component: lazyRouteComponent(() => import('./agent-screen.js'), 'AgentScreen'),
});

export const agentRoutes = [agentsRoute, agentRoute] as const;
