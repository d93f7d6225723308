import { Badge, Group, Stack, Text } from '@mantine/core';
import { LinkCard } from '../../ui/links.js';
import { RelativeTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { RunStatusBadge } from '../runs/run-status-badge.js';
import type { RunView } from '../runs/runs.queries.js';
import type { AgentView } from './agents.queries.js';
import { describeReach } from './describe-agent.js';

export interface AgentCardProps {
  readonly agent: AgentView;
  /** Newest first. */
  readonly lastRuns: readonly RunView[];
}

export function AgentCard({ agent, lastRuns }: AgentCardProps) {
  const [last] = lastRuns;
  const open = lastRuns.filter(({ status }) => status === 'running' || status === 'suspended').length;
  return (
    <LinkCard to="/agents/$agentId" params={{ agentId: agent.id }} px="md" py="sm">
      <Group justify="space-between" gap="sm" align="flex-start">
        <Stack gap={4} miw={0} style={{ flex: '1 1 16rem' }}>
          <Group gap="xs">
            <Text fw={600} lineClamp={1}>
              {visible(agent.name)}
            </Text>
            {agent.strictness === 'ask' && <Badge color="yellow">asks for every call</Badge>}
          </Group>
          <Text size="sm" c="dimmed" lineClamp={1}>
            {visible(`${agent.provider} · ${agent.model}`)}
          </Text>
          <Text size="sm" c="dimmed" lineClamp={2}>
            {visible(describeReach(agent.tools))}
          </Text>
        </Stack>
        <Group gap="xs">
          {open > 1 && <Badge color="blue">{open} open runs</Badge>}
          {last ? (
            <>
              <RunStatusBadge status={last.status} />
              <RelativeTime time={last.createdAt} c="dimmed" />
            </>
          ) : (
            <Text size="sm" c="dimmed">
              no recent run
            </Text>
          )}
        </Group>
      </Group>
    </LinkCard>
  );
}
