import { useQuery } from '@tanstack/react-query';
import { useSession } from '../../session/session.js';
import { type ApprovalDetails, type ApprovalView, isFurtherOn } from './approval.js';
import { approvalQuery } from './approvals.queries.js';

export interface KnownApproval {
  readonly approval: ApprovalView;
  readonly details: ApprovalDetails | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
}

/** A list's item with what is known about it alone, each as far as it has come. */
export function useApproval(listed: ApprovalView): KnownApproval {
  const { workspaceId } = useSession();
  const { data: details, error, refetch } = useQuery(approvalQuery(workspaceId, listed.id));
  const approval = !details || isFurtherOn(listed, details) ? listed : { ...listed, ...details };
  return { approval, details, error: details ? null : error, retry: () => void refetch() };
}
