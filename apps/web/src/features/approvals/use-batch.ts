import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { useSession } from '../../session/session.js';
import { type ApprovalView, type Decision, wholeArguments } from './approval.js';
import { approvalQuery } from './approvals.queries.js';
import { DECIDED } from './use-decision.js';

/** Nobody approves what they cannot see. */
export function useAreReadable(chosen: readonly ApprovalView[]): boolean {
  const { workspaceId } = useSession();
  return useQueries({
    queries: chosen.map(({ id }) => approvalQuery(workspaceId, id)),
    combine: (all) => chosen.every((listed, index) => wholeArguments(listed, all[index]?.data) !== undefined),
  });
}

type Decisions = { approvalId: string; decision: Decision; reason?: string }[];
export type DecisionResult = Awaited<ReturnType<ReturnType<typeof useDecisions>['mutateAsync']>>['items'][number];

export function useDecisions() {
  const { workspaceId } = useSession();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (decisions: Decisions) =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/approvals/decisions', {
          params: { path: { workspaceId } },
          body: { decisions },
        }),
      ),
    // Not waited for: what was decided is known, and is said at once.
    onSettled: () => {
      for (const noun of DECIDED) void queryClient.invalidateQueries({ queryKey: [noun] });
    },
  });
}
