import { Box, Group, Stack, Text, Title } from '@mantine/core';
import { useContext } from 'react';
import { displayToolName } from '@countersign/tool-name/display';
import { useNow } from '../../ui/clock.js';
import { colorOfCallState, labelOfCallState } from '../calls/call-state-badge.js';
import { describeCallTimes } from './describe-call-times.js';
import { type CallBar, toCallBars } from './to-call-bars.js';
import type { Entry, TurnCall } from './transcript.js';
import { RunCalls } from './run-calls.js';

/** When each call waited, and when it ran, on one scale. */
export function CallTimeline({ entries }: { readonly entries: readonly Entry[] }) {
  const recorded = useContext(RunCalls);
  const now = useNow();
  const calls = entries.flatMap((entry) => (entry.kind === 'turn' && !entry.isHistory ? entry.calls : []));
  if (calls.length === 0) return null;
  const bars = toCallBars(calls, recorded, now);
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        Calls over time
      </Title>
      <Legend />
      <Stack gap={6} component="ol" m={0} p={0} style={{ listStyle: 'none' }}>
        {calls.map((call, index) => {
          const ledgered = call.callId === null ? undefined : recorded.get(call.callId);
          return <Row key={call.toolCallId} call={call} bar={bars[index]} told={describeCallTimes(call, ledgered)} />;
        })}
      </Stack>
    </Stack>
  );
}

interface RowProps {
  readonly call: TurnCall;
  readonly bar: CallBar | undefined;
  readonly told: string;
}

function Row({ call, bar, told }: RowProps) {
  return (
    <Box component="li">
      <Group justify="space-between" gap="xs" wrap="nowrap">
        <Text size="xs" truncate>
          {displayToolName(call.exposedName)}
        </Text>
        <Text size="xs" c="dimmed" style={{ flexShrink: 0 }}>
          {told || labelOfCallState(call.state)}
        </Text>
      </Group>
      <Box pos="relative" h={8} bg="var(--mantine-color-default-hover)" style={{ borderRadius: 4 }} aria-hidden>
        {bar && (
          <>
            <Segment from={bar.from} to={bar.sent} color="yellow" />
            <Segment from={bar.sent} to={bar.to} color={colorOfCallState(call.state)} />
          </>
        )}
      </Box>
    </Box>
  );
}

/** Parts of the whole, 0 to 1. */
function Segment({ from, to, color }: { readonly from: number; readonly to: number; readonly color: string }) {
  if (to <= from) return null;
  return (
    <Box
      pos="absolute"
      top={0}
      h="100%"
      bg={`var(--mantine-color-${color}-filled)`}
      style={{ left: `${from * 100}%`, width: `${(to - from) * 100}%`, minWidth: 3, borderRadius: 4 }}
    />
  );
}

function Legend() {
  return (
    <Group gap="md" aria-hidden>
      {[
        ['yellow', 'waited'],
        ['teal', 'ran'],
      ].map(([color, label]) => (
        <Group key={label} gap={6}>
          <Box w={10} h={10} bg={`var(--mantine-color-${color}-filled)`} style={{ borderRadius: 3 }} />
          <Text size="xs" c="dimmed">
            {label}
          </Text>
        </Group>
      ))}
    </Group>
  );
}
