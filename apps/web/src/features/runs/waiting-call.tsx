import { Alert, Group, Text } from '@mantine/core';
import { IconHandStop, IconHelp } from '@tabler/icons-react';
import { LinkButton } from '../../ui/links.js';
import type { TurnCall } from './transcript.js';

/** What a person has to do before the run goes on; nothing where nobody is waited for. */
export function WaitingCall({ call: { state, approvalId, callId } }: { readonly call: TurnCall }) {
  if (state === 'pending_approval' && approvalId !== null) {
    return (
      <Alert color="yellow" icon={<IconHandStop aria-hidden />} title="Waits for a person" p="sm">
        <Group justify="space-between">
          <Text size="sm">The run goes on after the decision.</Text>
          <LinkButton to="/approvals/$approvalId" params={{ approvalId }} size="xs">
            Decide
          </LinkButton>
        </Group>
      </Alert>
    );
  }
  if (state !== 'unknown' || callId === null) return null;
  return (
    <Alert color="orange" icon={<IconHelp aria-hidden />} title="Nobody knows whether this happened" p="sm">
      <Group justify="space-between">
        <Text size="sm">
          The connection was lost after it had been sent. The run waits until a person has found out what became of it.
        </Text>
        <LinkButton to="/calls/$callId" params={{ callId }} size="xs">
          Resolve
        </LinkButton>
      </Group>
    </Alert>
  );
}
