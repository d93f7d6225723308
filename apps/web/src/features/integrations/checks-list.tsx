import { Badge, EmptyState, Group, Paper, Text } from '@mantine/core';
import { IconHeartbeat } from '@tabler/icons-react';
import { describeDuration } from '../../ui/describe-time.js';
import { PagedList } from '../../ui/paged-list.js';
import { RelativeTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { toSentence } from './integration-state.js';
import { type Check, useChecks } from './integrations.queries.js';

const TRIGGERS: Readonly<Record<NonNullable<Check['trigger']>, string>> = {
  register: 'It was added',
  update: 'Its settings changed',
  authorize: 'It was authorized',
  verify: 'Somebody asked, or a call did',
  poll: 'Its turn had come',
  'list-changed': 'It said that its tools changed',
};

/** How the server answered when it was asked for its tools, newest first. */
export function ChecksList({ integrationId }: { readonly integrationId: string }) {
  return (
    <PagedList
      query={useChecks(integrationId)}
      label="Checks"
      keyOf={({ at, durationMs }) => `${at} ${durationMs}`}
      estimatedHeight={62}
      gap={8}
      empty={
        <EmptyState
          py="xl"
          icon={<IconHeartbeat aria-hidden />}
          title="It was never checked"
          description="Verify asks it for its tools now."
        />
      }
      render={(check) => <CheckRow check={check} />}
    />
  );
}

function CheckRow({ check: { at, succeeded, durationMs, message, errorCode, trigger } }: { readonly check: Check }) {
  return (
    <Paper withBorder p="sm">
      <Group gap="sm">
        <Badge color={succeeded ? 'teal' : 'red'}>{succeeded ? 'Worked' : 'Failed'}</Badge>
        <Text size="sm">{trigger ? TRIGGERS[trigger] : 'It was checked'}</Text>
        <Group gap="sm" ml="auto">
          <Text size="sm" c="dimmed">
            {describeDuration(durationMs)}
          </Text>
          <RelativeTime time={at} c="dimmed" />
        </Group>
      </Group>
      {!succeeded && (
        <Text size="sm" mt={4}>
          {visible(toSentence(message ?? 'it gave no reason'))} {errorCode !== null && `(${errorCode})`}
        </Text>
      )}
    </Paper>
  );
}
