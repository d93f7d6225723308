import { Badge, Group, Stack, Text } from '@mantine/core';
import { RelativeTime } from '../../ui/times.js';
import { UntrustedText } from '../../ui/untrusted-text.js';
import { describeUsage } from './describe-usage.js';
import { ForkHere } from './fork-run.js';
import { ToolCallCard } from './tool-call-card.js';
import type { TurnEntry } from './transcript.js';

export interface TurnViewProps {
  readonly entry: TurnEntry;
  readonly runId: string;
}

/** What the model wrote, and the calls that it asked for. */
export function TurnView({ entry, runId }: TurnViewProps) {
  const { turn, text, calls, usage, costMicros } = entry;
  return (
    <Stack gap="xs" component="article" aria-label={`Turn ${turn}`}>
      <Group gap="xs">
        <Text size="sm" fw={600}>
          Turn {turn}
        </Text>
        {entry.isHistory && <Badge color="gray">taken over</Badge>}
        <RelativeTime time={entry.at} c="dimmed" size="xs" />
        {usage && (
          <Text size="xs" c="dimmed">
            · {describeUsage(usage, costMicros)}
          </Text>
        )}
        <ForkHere runId={runId} turn={turn} calls={calls} />
      </Group>
      {text !== '' && <UntrustedText text={text} />}
      {calls.map((call) => (
        <ToolCallCard key={call.toolCallId} call={call} />
      ))}
    </Stack>
  );
}
