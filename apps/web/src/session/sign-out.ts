import { ApiProblem } from '@countersign/api-client';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, api, rememberCsrfToken } from '../api/api.js';
import { notifyFailed } from '../ui/notify.js';
import { forgetDrafts } from './drafts.js';

/** Ends the session here and at the server. Whatever the server says, nothing stays on the screen or in the tab. */
export function useSignOut(): () => void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  async function signOut(): Promise<void> {
    try {
      await answerOf(api.POST('/api/v1/auth/logout'));
    } catch (error) {
      // The cookie still opens the session: whoever walks away has to know.
      if (!isSignedOut(error))
        notifyFailed('The server does not know that you signed out. Sign in and out again.', error);
    }
    forgetDrafts();
    rememberCsrfToken(undefined);
    queryClient.clear();
    await navigate({ to: '/login', search: {} });
  }
  return () => void signOut();
}

function isSignedOut(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 401;
}
