import '@mantine/charts/styles.css';
import { Sparkline } from '@mantine/charts';
import type { RecentCheck } from './integrations.queries.js';

/** How long the last checks took, the oldest first; a check that failed leaves a gap. */
export function ChecksSparkline({ checks }: { readonly checks: readonly RecentCheck[] }) {
  const hasFailed = checks.at(-1)?.succeeded === false;
  return (
    <Sparkline
      h={36}
      data={checks.map(({ durationMs, succeeded }) => (succeeded ? durationMs : null))}
      color={hasFailed ? 'orange' : 'teal'}
      curveType="monotone"
      fillOpacity={0.25}
      strokeWidth={1.5}
      connectNulls={false}
    />
  );
}
