import { Card, SimpleGrid, Skeleton, Text } from '@mantine/core';
import { describeDuration } from '../../ui/describe-time.js';
import type { ApprovalStatistics } from './overview.queries.js';

const CARD_HEIGHT = 84;

/** How quickly people decide, and what waits for them. */
export function DecisionFigures({ statistics }: { readonly statistics: ApprovalStatistics | undefined }) {
  const figures = statistics && toFigures(statistics);
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }}>
      {figures?.map(({ label, value }) => (
        <Card key={label} withBorder padding="sm" mih={CARD_HEIGHT}>
          <Text size="sm" c="dimmed">
            {label}
          </Text>
          <Text fz="xl" fw={700}>
            {value}
          </Text>
        </Card>
      )) ?? Array.from({ length: 4 }, (_, index) => <Skeleton key={index} height={CARD_HEIGHT} />)}
    </SimpleGrid>
  );
}

function toFigures({ pendingNow, medianSeconds, p95Seconds, states }: ApprovalStatistics) {
  const time = (seconds: number | null): string => (seconds === null ? '–' : describeDuration(seconds * 1_000));
  return [
    { label: 'Waiting now', value: pendingNow },
    { label: 'Decided within (median)', value: time(medianSeconds) },
    { label: 'Decided within (95 %)', value: time(p95Seconds) },
    { label: 'Approved · denied · expired', value: `${states.approved} · ${states.denied} · ${states.expired}` },
  ];
}
