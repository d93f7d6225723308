import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../api/api.js';
import { useSession } from '../../session/session.js';
import type { Arguments, ApprovalDetails, ApprovalView, Decision } from './approval.js';
import { approvalQuery } from './approvals.queries.js';
import { removeDraft } from '../../session/drafts.js';

export interface DecisionInput {
  readonly decision: Decision;
  readonly reason?: string;
  readonly arguments?: Arguments;
}

/** What a decision changes. */
export const DECIDED = ['approvals', 'calls', 'runs'] as const;

/** One decision about one approval. What it ended as is in the cache afterwards, whoever was first. */
export function useDecision(approvalId: string) {
  const { workspaceId, userId } = useSession();
  const queryClient = useQueryClient();
  const { queryKey } = approvalQuery(workspaceId, approvalId);
  return useMutation({
    mutationKey: ['decide', approvalId],
    mutationFn: ({ arguments: edited, ...decision }: DecisionInput) =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/approvals/{approvalId}/decision', {
          params: { path: { workspaceId, approvalId } },
          body: { ...decision, ...(edited && { arguments: edited }) },
        }),
      ),
    onSuccess: (approval: ApprovalView) => {
      queryClient.setQueryData<ApprovalDetails>(queryKey, (details) => details && { ...details, ...approval });
      removeDraft(userId, approvalId);
    },
    // Not waited for: what was decided is known, and is said at once.
    onSettled: () => {
      for (const noun of DECIDED) void queryClient.invalidateQueries({ queryKey: [noun] });
    },
  });
}
