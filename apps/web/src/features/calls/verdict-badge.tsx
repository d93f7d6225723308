import { Badge } from '@mantine/core';
import type { Verdict } from './calls-search.js';

const COLORS: Readonly<Record<Verdict, string>> = { allow: 'teal', ask: 'yellow', deny: 'red' };

/** What policy said of the call. */
export function VerdictBadge({ verdict }: { readonly verdict: Verdict }) {
  return (
    <Badge color={COLORS[verdict]} variant="dot" style={{ flexShrink: 0 }}>
      {verdict}
    </Badge>
  );
}
