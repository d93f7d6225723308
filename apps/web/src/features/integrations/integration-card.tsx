import { Badge, Box, Card, Code, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { RelativeTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import type { ToolCounts } from '../tools/tool-state.js';
import { HealthHistory } from './health-history.js';
import { failureOf, stateOf, toSentence } from './integration-state.js';
import { type Circuit, type Integration, type RecentCheck } from './integrations.queries.js';
import classes from './integrations.module.css';
import { ToolSummary } from './tool-summary.js';

interface IntegrationCardProps {
  readonly integration: Integration;
  readonly circuit: Circuit | undefined;
  /** Undefined while they are not known, as the next ones. */
  readonly counts: ToolCounts | undefined;
  readonly checks: readonly RecentCheck[] | undefined;
}

/** One server: how it is, and what its tools may do. */
export function IntegrationCard({ integration, circuit, counts, checks }: IntegrationCardProps) {
  const { id, displayName, slug, serverUrl, toolCount, verifiedAt } = integration;
  const state = stateOf(integration, circuit);
  const problem = circuit?.state === 'open' ? toSentence(circuit.reason) : failureOf(integration);
  return (
    <Card withBorder p="md" className={classes['card']} component="article" aria-label={visible(displayName)}>
      <Stack gap="sm" h="100%">
        <Group justify="space-between" align="flex-start" wrap="nowrap" gap="xs">
          <Box miw={0}>
            <Link to="/integrations/$integrationId" params={{ integrationId: id }} className={classes['link']}>
              <Text component="h2" size="md" fw={600} lineClamp={2}>
                {visible(displayName)}
              </Text>
            </Link>
            <Text size="xs" c="dimmed" truncate="end" title={serverUrl}>
              <Code fz="xs">{slug}</Code> {visible(serverUrl)}
            </Text>
          </Box>
          <Badge color={state.color} flex="0 0 auto">
            {state.label}
          </Badge>
        </Group>
        <ToolSummary toolCount={toolCount} counts={counts} />
        <Box mt="auto">
          <HealthHistory checks={checks} />
        </Box>
        <Text size="xs" c={problem === null ? 'dimmed' : 'var(--mantine-color-error)'} lineClamp={2} mih={18}>
          {problem === null ? (
            verifiedAt === null ? (
              'Never verified'
            ) : (
              <>
                Verified <RelativeTime time={verifiedAt} size="xs" />
              </>
            )
          ) : (
            visible(problem)
          )}
        </Text>
      </Stack>
    </Card>
  );
}
