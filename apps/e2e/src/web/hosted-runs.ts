import type { AgentView, ApprovalView, RunView } from '@countersign/contracts';
import { eventually } from '@countersign/testing';
import { expect } from '@jest/globals';
import { SOON } from '../system/operator.js';
import type { Session } from '../system/session.js';

/** Runs of one agent, started and decided about beside the browser that shows them. */
export class HostedRuns {
  constructor(
    private readonly session: Session,
    private readonly agent: AgentView,
  ) {}

  start(...prompt: string[]): Promise<RunView> {
    return this.session.post<RunView>(`/agents/${this.agent.id}/runs`, { prompt: prompt.join('\n') });
  }

  until(runId: string, status: RunView['status']): Promise<RunView> {
    return eventually(async () => {
      const run = await this.session.get<RunView>(`/runs/${runId}`);
      expect(run.status).toBe(status);
      return run;
    }, SOON);
  }

  /** The one call that the run waits for; with other arguments where some are given. */
  async approve(runId: string, args?: object): Promise<void> {
    const approval = await eventually(async () => {
      const { items } = await this.session.get<{ items: ApprovalView[] }>('/approvals?state=pending');
      const found = items.find((each) => each.runId === runId);
      if (!found) throw new Error('the run asks for nothing yet');
      return found;
    }, SOON);
    const body = { decision: 'approve', ...(args && { arguments: args }) };
    await this.session.post(`/approvals/${approval.id}/decision`, body);
  }

  /** Of the newest that is wanted. */
  async idOf(isWanted: (run: RunView) => boolean): Promise<string> {
    const { items } = await this.session.get<{ items: RunView[] }>('/runs');
    return items.find(isWanted)?.id ?? '';
  }
}
