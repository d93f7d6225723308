import type { components } from '@countersign/api-client';
import { Badge, Button, Collapse, EmptyState, Group, Paper, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconHistory } from '@tabler/icons-react';
import { PagedList } from '../../ui/paged-list.js';
import { RelativeTime } from '../../ui/times.js';
import { ToolName } from '../../ui/tool-name.js';
import { describeKinds, describeWarnings } from './describe-change.js';
import { Differences } from './differences.js';
import { useToolHistory } from './tools.queries.js';

type LoggedChange = components['schemas']['ToolChange'];

/** What became different about the tools of a server, or about one of them, newest first. */
export function ToolHistory({ integrationId, toolName }: { integrationId: string; toolName?: string }) {
  const query = useToolHistory(integrationId, toolName);
  return (
    <PagedList
      query={query}
      label="Changes of tools"
      keyOf={({ id }) => id}
      estimatedHeight={84}
      gap={8}
      skeletons={4}
      empty={
        <EmptyState
          py="xl"
          icon={<IconHistory aria-hidden />}
          title="Nothing has changed"
          description="What the server adds, changes or takes away is kept here, with what was different."
        />
      }
      render={(change) => <Change change={change} />}
    />
  );
}

function Change({ change }: { readonly change: LoggedChange }) {
  const [isOpen, { toggle }] = useDisclosure(false);
  return (
    <Paper withBorder p="sm">
      <Group justify="space-between" gap="xs" align="flex-start">
        <Stack gap={4} miw={0}>
          <Text size="sm" component="div">
            <ToolName name={change.name} /> {describeKinds(change)}
          </Text>
          <Group gap={6}>
            {describeWarnings(change).map((warning) => (
              <Badge key={warning} color="orange">
                {warning}
              </Badge>
            ))}
            {change.connectionMoved && <Badge color="grape">at another connection</Badge>}
          </Group>
        </Stack>
        <Group gap="xs">
          <RelativeTime time={change.at} c="dimmed" />
          {change.differences.length > 0 && (
            <Button size="compact-sm" variant="default" onClick={toggle} aria-expanded={isOpen}>
              {isOpen ? 'Hide' : 'What changed'}
            </Button>
          )}
        </Group>
      </Group>
      <Collapse expanded={isOpen}>
        <Stack pt="sm">{isOpen && <Differences {...change} />}</Stack>
      </Collapse>
    </Paper>
  );
}
