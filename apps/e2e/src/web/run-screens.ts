import type { AgentView, CallView } from '@countersign/contracts';
import type { Session } from '../system/session.js';
import type { HostedRuns } from './hosted-runs.js';

export interface RunPlace {
  readonly session: Session;
  readonly agent: AgentView;
  readonly runs: HostedRuns;
}

/** Screens of agents, runs and calls, of what the stories before left behind. */
export const RUN_SCREENS: readonly (readonly [name: string, pathOf: (place: RunPlace) => Promise<string>])[] = [
  ['agents', () => Promise.resolve('/agents')],
  ['agent', ({ agent }) => Promise.resolve(`/agents/${agent.id}`)],
  ['agent-settings', ({ agent }) => Promise.resolve(`/agents/${agent.id}?tab=settings`)],
  ['runs', () => Promise.resolve('/runs')],
  ['run', async ({ runs }) => `/runs/${await runs.idOf(({ status, turns }) => status === 'finished' && turns > 1)}`],
  [
    'run-waiting',
    async ({ runs }) => {
      const { id } = await runs.start('call mcp__Tracker__issue_x2Edelete {"id":"ISSUE-1"}');
      await runs.until(id, 'suspended');
      return `/runs/${id}`;
    },
  ],
  ['calls', () => Promise.resolve('/calls')],
  [
    'call',
    async ({ session }) => {
      const { items } = await session.get<{ items: CallView[] }>('/calls');
      return `/calls/${items.find(({ approvalId }) => approvalId !== null)?.id ?? ''}`;
    },
  ],
];
