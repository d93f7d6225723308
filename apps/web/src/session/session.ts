import { ApiProblem, type components } from '@countersign/api-client';
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { answerOf, api, rememberCsrfToken } from '../api/api.js';
import { forgetDrafts } from './drafts.js';

export type Me = components['schemas']['MeView'];
export type Scope = Me['workspaces'][number]['scopes'][number];

/** Who is signed in; null for nobody. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: Infinity,
  queryFn: async (): Promise<Me | null> => {
    try {
      const me = await answerOf(api.GET('/api/v1/me'));
      rememberCsrfToken(me.csrfToken);
      forgetDrafts(me.id);
      return me;
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

export interface Session {
  readonly userId: string;
  readonly name: string;
  readonly role: string;
  readonly workspaceId: string;
  /** Whether the person may do what needs this scope; the API decides, this only keeps from offering in vain. */
  readonly can: (scope: Scope) => boolean;
}

/** Of the person who is signed in; for screens behind the sign-in alone. */
export function useSession(): Session {
  const { data: me } = useSuspenseQuery(meQuery);
  const membership = me?.workspaces[0];
  if (!me || !membership) throw new Error('Sign in first.');
  const scopes = new Set<Scope>(membership.scopes);
  return {
    userId: me.id,
    name: me.name,
    role: membership.role,
    workspaceId: membership.workspaceId,
    can: (scope) => scopes.has(scope),
  };
}

export function useIsSignedIn(): boolean {
  return Boolean(useQuery(meQuery).data);
}
