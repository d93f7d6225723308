import { Select } from '@mantine/core';
import { visible } from '../../ui/visible.js';
import { useAgentNames } from '../agents/agents.queries.js';

interface Props {
  readonly agentId: string | undefined;
  readonly change: (agentId: string | null) => void;
  readonly w: Parameters<typeof Select>[0]['w'];
}

/** Archived agents, too: their calls stay. */
export function AgentFilter({ agentId, change, w }: Props) {
  const names = useAgentNames();
  const agents = [...names].map(([value, name]) => ({ value, label: visible(name) }));
  // By another screen's link it may be one of more than are named.
  const isUnnamed = agentId !== undefined && !names.has(agentId);
  return (
    <Select
      aria-label="Agent"
      placeholder="Any agent"
      data={isUnnamed ? [...agents, { value: agentId, label: 'one agent' }] : agents}
      value={agentId ?? null}
      onChange={change}
      clearable
      searchable
      w={w}
    />
  );
}
