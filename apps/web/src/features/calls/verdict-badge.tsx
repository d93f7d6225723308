import { Badge } from '@mantine/core';

const COLORS = { allow: 'teal', ask: 'yellow', deny: 'red' } as const;

export type Verdict = keyof typeof COLORS;

export const VERDICTS = Object.keys(COLORS) as readonly Verdict[];

/** What policy said of the call. */
export function VerdictBadge({ verdict }: { readonly verdict: Verdict }) {
  return (
    <Badge color={COLORS[verdict]} variant="dot" style={{ flexShrink: 0 }}>
      {verdict}
    </Badge>
  );
}
