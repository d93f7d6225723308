import { Badge } from '@mantine/core';

/** By the router's states, and those that a run gives a call before the router has it. */
const LOOKS: Readonly<Record<string, { label: string; color: string }>> = {
  proposed: { label: 'proposed', color: 'gray' },
  requested: { label: 'requested', color: 'gray' },
  refused: { label: 'not made', color: 'red' },
  denied: { label: 'denied', color: 'red' },
  pending_approval: { label: 'waits for a person', color: 'yellow' },
  approved: { label: 'approved', color: 'blue' },
  expired: { label: 'expired', color: 'gray' },
  cancelled: { label: 'cancelled', color: 'gray' },
  invalidated: { label: 'invalidated', color: 'orange' },
  dispatching: { label: 'being executed', color: 'blue' },
  succeeded: { label: 'succeeded', color: 'teal' },
  failed: { label: 'failed', color: 'red' },
  unknown: { label: 'outcome unknown', color: 'orange' },
  resolved_succeeded: { label: 'succeeded, a person says', color: 'teal' },
  resolved_failed: { label: 'failed, a person says', color: 'red' },
  retried: { label: 'made again', color: 'gray' },
};

export function labelOfCallState(state: string): string {
  return LOOKS[state]?.label ?? state.replaceAll('_', ' ');
}

export function colorOfCallState(state: string): string {
  return LOOKS[state]?.color ?? 'gray';
}

/** `isError`: the tool answered, and its answer says that it failed. */
export function CallStateBadge({ state, isError = false }: { readonly state: string; readonly isError?: boolean }) {
  const isToolError = state === 'succeeded' && isError;
  return (
    <Badge color={isToolError ? 'orange' : colorOfCallState(state)} style={{ flexShrink: 0 }}>
      {isToolError ? 'answered with an error' : labelOfCallState(state)}
    </Badge>
  );
}
