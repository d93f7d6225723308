import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { createQueryClient } from '../api/query-client.js';
import { createAppRouter } from './router.js';
import { styleNonce } from './style-nonce.js';
import { readableColors, theme } from './theme.js';

const queryClient = createQueryClient(() => void signOutLocally());
const router = createAppRouter(queryClient);

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** The session ended somewhere else, or by itself: nothing of it stays on the screen, and the way back is kept. */
async function signOutLocally(): Promise<void> {
  const { pathname, href } = router.state.location;
  if (pathname === '/login') return;
  queryClient.clear();
  await router.navigate({ to: '/login', search: { returnTo: href, ended: true } });
}

export function App() {
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readableColors}
      getStyleNonce={styleNonce}
      deduplicateInlineStyles
      defaultColorScheme="auto"
    >
      <Notifications position="bottom-right" containerWidth={360} />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  );
}
