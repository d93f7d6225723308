import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../../app/signed-in.route.js';

export const AGENT_TABS = ['runs', 'settings', 'versions'] as const;
export type AgentTab = (typeof AGENT_TABS)[number];

export const agentsRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/agents',
  validateSearch: ({ archived }: Record<string, unknown>): { readonly archived?: boolean } =>
    archived === true ? { archived } : {},
  component: lazyRouteComponent(() => import('./agents-screen.js'), 'AgentsScreen'),
});

export const newAgentRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/agents/new',
  component: lazyRouteComponent(() => import('./new-agent-screen.js'), 'NewAgentScreen'),
});

export const agentRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/agents/$agentId',
  validateSearch: ({ tab }: Record<string, unknown>): { readonly tab?: AgentTab } => {
    const known = AGENT_TABS.find((each) => each === tab);
    return known ? { tab: known } : {};
  },
  component: lazyRouteComponent(() => import('./agent-screen.js'), 'AgentScreen'),
});

export const agentRoutes = [agentsRoute, newAgentRoute, agentRoute] as const;
