import { Alert, Group, Text } from '@mantine/core';
import { IconHelp } from '@tabler/icons-react';
import type { RefObject } from 'react';
import { LinkButton } from '../../ui/links.js';
import type { TurnCall } from './transcript.js';
import { WaitingApproval } from './waiting-approval.js';

export interface WaitingCallProps {
  readonly call: TurnCall;
  /** What has the focus once nobody is waited for any more. */
  readonly home: RefObject<HTMLElement | null>;
}

/** What a person has to do before the run goes on; nothing where nobody is waited for. */
export function WaitingCall({ call: { state, approvalId, callId }, home }: WaitingCallProps) {
  if (state === 'pending_approval' && approvalId !== null)
    return <WaitingApproval approvalId={approvalId} home={home} />;
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
