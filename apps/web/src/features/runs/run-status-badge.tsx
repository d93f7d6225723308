import { Badge } from '@mantine/core';
import { IconBan, IconCheck, IconHandStop, IconPlayerPlay, IconX } from '@tabler/icons-react';
import type { RunStatus } from './runs.queries.js';

const LOOKS: Readonly<Record<RunStatus, { label: string; color: string; icon: typeof IconCheck }>> = {
  running: { label: 'running', color: 'blue', icon: IconPlayerPlay },
  suspended: { label: 'waits for a person', color: 'yellow', icon: IconHandStop },
  finished: { label: 'finished', color: 'teal', icon: IconCheck },
  failed: { label: 'failed', color: 'red', icon: IconX },
  cancelled: { label: 'cancelled', color: 'gray', icon: IconBan },
};

export function labelOfRunStatus(status: RunStatus): string {
  return LOOKS[status].label;
}

export function RunStatusBadge({ status }: { readonly status: RunStatus }) {
  const { label, color, icon: Icon } = LOOKS[status];
  return (
    <Badge color={color} leftSection={<Icon size={12} aria-hidden />} style={{ flexShrink: 0 }}>
      {label}
    </Badge>
  );
}
