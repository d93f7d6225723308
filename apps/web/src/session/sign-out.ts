import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { answerOf, api, rememberCsrfToken } from '../api/api.js';

/** Ends the session here and at the server. What the server says does not matter: nothing stays on the screen. */
export function useSignOut(): () => void {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return () => {
    void answerOf(api.POST('/api/v1/auth/logout')).finally(async () => {
      rememberCsrfToken(undefined);
      queryClient.clear();
      await navigate({ to: '/login', search: {} });
    });
  };
}
