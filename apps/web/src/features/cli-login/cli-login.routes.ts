import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { signedInRoute } from '../../app/signed-in.route.js';
import { readCliLogin } from './read-cli-login.js';

export const cliLoginRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/cli-login',
  component: lazyRouteComponent(() => import('./cli-login-screen.js'), 'CliLoginScreen'),
  // Kept as they came: after a sign-in, the address is opened once more.
  validateSearch: (search: Record<string, unknown>): Record<string, unknown> => search,
  loaderDeps: ({ search }) => ({ search }),
  loader: ({ deps }) => readCliLogin(deps.search),
});

export const cliLoginRoutes = [cliLoginRoute] as const;
