import '@mantine/charts/styles.css';
import { Sparkline } from '@mantine/charts';
import type { Check } from './integrations.queries.js';

/** How long the last checks took, the oldest first; a check that failed leaves a gap. */
export function ChecksSparkline({ checks }: { readonly checks: readonly Check[] }) {
  const hasFailed = checks[0]?.succeeded === false;
  return (
    <Sparkline
      h={36}
      data={[...checks].reverse().map(({ durationMs, succeeded }) => (succeeded ? durationMs : null))}
      color={hasFailed ? 'orange' : 'teal'}
      curveType="monotone"
      fillOpacity={0.25}
      strokeWidth={1.5}
      connectNulls={false}
    />
  );
}
