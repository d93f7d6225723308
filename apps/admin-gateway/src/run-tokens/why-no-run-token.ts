import { assertNever, type IssueRunTokenRequest, type RunView } from '@countersign/contracts';

/** Null when the run is what the request says and still has calls to make. */
export function whyNoRunToken(request: IssueRunTokenRequest, run: RunView): string | null {
  if (run.id !== request.runId || run.workspaceId !== request.workspaceId) return 'it is another run';
  if (run.agentId !== request.agentId) return 'it is a run of another agent';
  if (run.agentVersion !== request.agentVersion) return 'it is a run of another version of the agent';
  switch (run.status) {
    case 'running':
    case 'suspended':
      return null;
    case 'finished':
    case 'failed':
    case 'cancelled':
      return `it is ${run.status}`;
    default:
      return assertNever(run.status);
  }
}
