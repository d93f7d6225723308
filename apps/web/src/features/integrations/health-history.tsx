import { Box, Group, Skeleton, Text, Tooltip } from '@mantine/core';
import { useInViewport } from '@mantine/hooks';
import { lazy, Suspense } from 'react';
import { describeDuration } from '../../ui/describe-time.js';
import type { RecentCheck } from './integrations.queries.js';

const ChecksSparkline = lazy(() =>
  import('./checks-sparkline.js').then((module) => ({ default: module.ChecksSparkline })),
);
/** A line has two ends. */
const POINTS_MIN = 2;

/** How the last checks went, as a line and in words. `checks`: the oldest first; undefined while they are not known. */
export function HealthHistory({ checks }: { readonly checks: readonly RecentCheck[] | undefined }) {
  const { ref, inViewport } = useInViewport();
  const failures = checks?.filter(({ succeeded }) => !succeeded).length ?? 0;
  const label = checks === undefined ? '' : describeChecks(checks, failures);
  return (
    <Tooltip label={label} disabled={label === ''}>
      <Box ref={ref} role="img" aria-label={label || 'The last checks'}>
        <Box h={36} inert style={{ borderBottom: '1px solid var(--mantine-color-default-border)' }} mb={4}>
          {checks && checks.length >= POINTS_MIN && inViewport && (
            <Suspense fallback={<Skeleton height={36} />}>
              <ChecksSparkline checks={checks} />
            </Suspense>
          )}
        </Box>
        <Group gap={2} h={8} wrap="nowrap" aria-hidden>
          {(checks ?? []).map(({ at, succeeded }, index) => (
            <Box
              key={`${at}${index}`}
              flex={1}
              maw={checks?.length === 1 ? 14 : undefined}
              h={4}
              bg={succeeded ? 'teal.5' : 'red.6'}
              style={{ borderRadius: 2 }}
            />
          ))}
        </Group>
      </Box>
    </Tooltip>
  );
}

export function describeChecks(checks: readonly RecentCheck[], failures: number): string {
  const last = checks.at(-1);
  if (!last) return 'It was never checked.';
  const took = describeDuration(last.durationMs);
  if (failures === 0 && checks.length > 1)
    return `All of the last ${checks.length} checks worked; the last one took ${took}.`;
  const outcome = last.succeeded ? `worked, in ${took}` : 'failed';
  const of =
    checks.length === 1 ? 'The only check' : `${failures} of the last ${checks.length} checks failed; the last one`;
  return `${of} ${outcome}.`;
}

export function HealthCaption({ checks }: { readonly checks: readonly RecentCheck[] | undefined }) {
  const failures = checks?.filter(({ succeeded }) => !succeeded).length ?? 0;
  return (
    <Text size="xs" c="dimmed">
      {checks === undefined ? ' ' : describeChecks(checks, failures)}
    </Text>
  );
}
