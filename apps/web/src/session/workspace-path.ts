import { useSession } from './session.js';

/** The path parameter that every route of a workspace takes: `api.GET(…, { params: { path: { ...workspace, callId } } })`. */
export function useWorkspacePath(): { readonly workspaceId: string } {
  const { workspaceId } = useSession();
  return { workspaceId };
}
