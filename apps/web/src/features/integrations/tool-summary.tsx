import { Badge, Group, Skeleton, Text } from '@mantine/core';
import type { ToolCounts } from '../tools/tool-state.js';

const PARTS = [
  ['open', 'teal', 'open'],
  ['ask', 'yellow', 'ask'],
  ['off', 'gray', 'off'],
  ['missing', 'red', 'missing'],
  ['new', 'blue', 'new'],
  ['changed', 'orange', 'changed'],
] as const;

interface ToolSummaryProps {
  readonly toolCount: number;
  /** Undefined while they are not known. */
  readonly counts: ToolCounts | undefined;
}

/** `12 tools: 8 open · 3 ask · 1 off`, and what a person should look at. */
export function ToolSummary({ toolCount, counts }: ToolSummaryProps) {
  const all = counts ? counts.all - counts.missing : toolCount;
  return (
    <Group gap={6} mih={24}>
      <Text size="sm" fw={600}>
        {all === 1 ? '1 tool' : `${all} tools`}
      </Text>
      {counts === undefined && toolCount > 0 && <Skeleton height={18} width={120} />}
      {counts &&
        PARTS.filter(([part]) => counts[part] > 0).map(([part, color, label]) => (
          <Badge key={part} color={color}>
            {counts[part]} {label}
          </Badge>
        ))}
    </Group>
  );
}
