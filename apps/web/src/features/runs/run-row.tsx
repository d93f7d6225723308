import { Badge, Group, Stack, Text } from '@mantine/core';
import { LinkCard } from '../../ui/links.js';
import { RelativeTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { RunStatusBadge } from './run-status-badge.js';
import type { RunView } from './runs.queries.js';

export interface RunRowProps {
  readonly run: RunView;
  readonly agentName?: string | undefined;
}

export function RunRow({ run, agentName }: RunRowProps) {
  const waiting = run.calls.filter(({ waitingSince, whatToDo }) => waitingSince || whatToDo);
  return (
    <LinkCard to="/runs/$runId" params={{ runId: run.id }} px="md" py="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <Text fw={500} lineClamp={1} miw={0}>
          {visible(run.prompt)}
        </Text>
        <RunStatusBadge status={run.status} />
      </Group>
      <Stack gap={2} mt={4}>
        <Group gap="xs">
          <Text size="sm" c="dimmed" lineClamp={1}>
            {visible(agentName ?? 'an agent')}
          </Text>
          <Dot />
          <Text size="sm" c="dimmed">
            {run.turns} {run.turns === 1 ? 'turn' : 'turns'}
          </Text>
          <Dot />
          <RelativeTime time={run.createdAt} c="dimmed" />
          {run.startedBy && (
            <>
              <Dot />
              <Text size="sm" c="dimmed" lineClamp={1}>
                {visible(run.startedBy.name)}
              </Text>
            </>
          )}
          {run.parked && <Badge color="orange">parked</Badge>}
        </Group>
        {waiting.length > 0 && (
          <Text size="sm" lineClamp={1}>
            waits for {visible(waiting.map(({ exposedName }) => exposedName).join(', '))}
          </Text>
        )}
        {run.failure !== null && (
          <Text size="sm" c="var(--mantine-color-error)" lineClamp={1}>
            {visible(run.failure)}
          </Text>
        )}
      </Stack>
    </LinkCard>
  );
}

function Dot() {
  return (
    <Text size="sm" c="dimmed" aria-hidden>
      ·
    </Text>
  );
}
