import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { rootRoute } from '../../app/root.route.js';
import { meQuery } from '../../session/session.js';
import { toOwnPath } from './to-own-path.js';

interface LoginSearch {
  readonly returnTo?: string;
  /** The session ended while somebody was at work. */
  readonly ended?: boolean;
  /** Why signing in elsewhere did not work: a code of the API. */
  readonly error?: string;
}

export const loginRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/login',
  component: lazyRouteComponent(() => import('./login-screen.js'), 'LoginScreen'),
  validateSearch: ({ returnTo, ended, error }: Record<string, unknown>): LoginSearch => ({
    ...(typeof returnTo === 'string' && { returnTo: toOwnPath(returnTo) }),
    ...(ended === true && { ended }),
    ...(typeof error === 'string' && { error }),
  }),
  beforeLoad: async ({ context, search }) => {
    const me = await context.queryClient.ensureQueryData(meQuery).catch(() => null);
    if (me) redirect({ href: search.returnTo ?? '/', throw: true });
  },
});

export const loginRoutes = [loginRoute] as const;
