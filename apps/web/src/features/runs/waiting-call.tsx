import { Alert, Group, Text } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import { LinkButton } from '../../ui/links.js';
import { DecideHere } from './decide-here.js';
import type { TurnCall } from './transcript.js';

/** What a person has to do before the run goes on; nothing where nobody is waited for. */
export function WaitingCall({ call: { state, approvalId, callId } }: { readonly call: TurnCall }) {
  if (state === 'pending_approval' && approvalId !== null) return <DecideHere approvalId={approvalId} />;
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
