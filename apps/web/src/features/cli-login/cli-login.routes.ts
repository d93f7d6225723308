import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../../app/signed-in.route.js';

export const cliLoginRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/cli-login',
  component: lazyRouteComponent(() => import('./cli-login-screen.js'), 'CliLoginScreen'),
});

export const cliLoginRoutes = [cliLoginRoute] as const;
