import { Group, Progress, Stack, Text } from '@mantine/core';
import { useNow } from '../../ui/clock.js';
import { describeLeft } from '../../ui/describe-time.js';
import { describeRoundCount } from './describe-usage.js';
import type { RunView } from './runs.queries.js';
import type { Transcript } from './transcript.js';

/** From here on the end is near. */
const NEAR_PERCENT = 80;

export interface RunLimitsProps {
  readonly run: RunView;
  readonly transcript: Transcript;
}

/** What is left of what the run may use; counted from the start, or from the message that opened it again. */
export function RunLimits({ run, transcript: { limits, spent } }: RunLimitsProps) {
  const { turnsMax, tokensMax, wallSecondsMax, parallelCallsMax } = limits;
  return (
    <Stack gap="xs">
      {turnsMax !== null && <Limit name="Turns" used={spent.turns} max={turnsMax} />}
      {tokensMax === null ? (
        <Unlimited name="Tokens" />
      ) : (
        <Limit name="Tokens" used={spent.tokens} max={tokensMax} describe={describeRoundCount} />
      )}
      {run.deadlineAt && wallSecondsMax !== null ? (
        <TimeLimit deadlineMs={Date.parse(run.deadlineAt)} wallSecondsMax={wallSecondsMax} />
      ) : (
        <Unlimited name="Time" />
      )}
      {parallelCallsMax !== null && (
        <Text size="sm" c="dimmed">
          At most {parallelCallsMax} calls at once
        </Text>
      )}
    </Stack>
  );
}

interface LimitProps {
  readonly name: string;
  readonly used: number;
  readonly max: number;
  readonly describe?: (count: number) => string;
  readonly left?: string;
}

function Limit({ name, used, max, describe = String, left }: LimitProps) {
  const percent = Math.min(100, (used / Math.max(1, max)) * 100);
  return (
    <Stack gap={2}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{name}</Text>
        <Text size="sm" c="dimmed">
          {left ?? `${describe(used)} of ${describe(max)}`}
        </Text>
      </Group>
      <Progress
        value={percent}
        size="sm"
        color={percent >= NEAR_PERCENT ? 'orange' : 'blue'}
        aria-label={`${name} used`}
      />
    </Stack>
  );
}

function TimeLimit({ deadlineMs, wallSecondsMax }: { readonly deadlineMs: number; readonly wallSecondsMax: number }) {
  const leftMs = Math.max(0, deadlineMs - useNow());
  const used = wallSecondsMax - leftMs / 1_000;
  return <Limit name="Time" used={used} max={wallSecondsMax} left={`${describeLeft(leftMs)} left`} />;
}

function Unlimited({ name }: { readonly name: string }) {
  return (
    <Group justify="space-between" gap="xs">
      <Text size="sm">{name}</Text>
      <Text size="sm" c="dimmed">
        no limit
      </Text>
    </Group>
  );
}
