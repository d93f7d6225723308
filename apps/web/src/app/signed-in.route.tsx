import { createRoute, redirect } from '@tanstack/react-router';
import { meQuery } from '../session/session.js';
import { rootRoute } from './root.route.js';
import { Shell } from './shell.js';

/** Parent of every screen that needs a person. */
export const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'signed-in',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    const me = await context.queryClient.ensureQueryData(meQuery);
    if (!me) redirect({ to: '/login', search: { returnTo: location.href }, throw: true });
  },
});

/** What waits for people comes first. */
export const homeRoute = createRoute({
  getParentRoute: () => signedInRoute,
  path: '/',
  beforeLoad: () => {
    redirect({ to: '/approvals', search: {}, throw: true });
  },
});
