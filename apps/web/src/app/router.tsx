import type { QueryClient } from '@tanstack/react-query';
import { createRouter } from '@tanstack/react-router';
import { agentRoutes } from '../features/agents/agents.routes.js';
import { approvalRoutes } from '../features/approvals/approvals.routes.js';
import { auditRoutes } from '../features/audit/audit.routes.js';
import { callRoutes } from '../features/calls/calls.routes.js';
import { cliLoginRoutes } from '../features/cli-login/cli-login.routes.js';
import { integrationRoutes } from '../features/integrations/integrations.routes.js';
import { invitationRoutes } from '../features/invitation/invitation.routes.js';
import { loginRoutes } from '../features/login/login.routes.js';
import { overviewRoutes } from '../features/overview/overview.routes.js';
import { resetPasswordRoutes } from '../features/reset-password/reset-password.routes.js';
import { runRoutes } from '../features/runs/runs.routes.js';
import { settingsRoutes } from '../features/settings/settings.routes.js';
import { rootRoute } from './root.route.js';
import { NotFoundScreen, RouteError, RoutePending } from './route-states.js';
import { homeRoute, signedInRoute } from './signed-in.route.js';

const routeTree = rootRoute.addChildren([
  ...loginRoutes,
  ...invitationRoutes,
  ...resetPasswordRoutes,
  signedInRoute.addChildren([
    homeRoute,
    ...overviewRoutes,
    ...approvalRoutes,
    ...integrationRoutes,
    ...agentRoutes,
    ...runRoutes,
    ...callRoutes,
    ...auditRoutes,
    ...settingsRoutes,
    ...cliLoginRoutes,
  ]),
]);

/** A wait that is shorter than this would only flicker. */
const PENDING_AFTER_MS = 200;

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingMs: PENDING_AFTER_MS,
    defaultPendingComponent: RoutePending,
    defaultErrorComponent: RouteError,
    defaultNotFoundComponent: NotFoundScreen,
    scrollRestoration: true,
  });
}
