import { Button, Group, Skeleton, Text, TextInput } from '@mantine/core';
import { IconCheck, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useSession } from '../../session/session.js';
import { messageOf } from '../../ui/error-state.js';
import { LinkButton } from '../../ui/links.js';
import { Countdown } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { type ApprovalDetails, useApprovalOf, useDecide } from '../calls/calls.queries.js';
import { WaitingBox } from '../calls/waiting-box.js';

const REASON_CHARACTERS_MAX = 2_000;
/** As tall as what it stands for. */
const HEIGHT_PX = 132;

/** The decision that a run waits for, where one reads the run. */
export function DecideHere({ approvalId }: { readonly approvalId: string }) {
  const { can } = useSession();
  const { data: approval, error, isPending } = useApprovalOf(approvalId);
  if (!can('approval:read')) return <Waiting>Your role does not let you see what is asked.</Waiting>;
  if (error) return <Waiting>What is asked cannot be shown yet; it is tried again.</Waiting>;
  if (isPending) return <Skeleton height={HEIGHT_PX} />;
  if (approval?.state !== 'pending') return null;
  const why = can('approval:decide') ? (approval.refusal ?? null) : 'Your role does not let you decide; others can.';
  return (
    <WaitingBox title="Waits for a person">
      <Group gap="xs">
        <Text size="sm">The run goes on after the decision.</Text>
        <Countdown until={approval.expiresAt} />
      </Group>
      {approval.obstacle && <Text size="sm">{visible(approval.obstacle)}</Text>}
      {why === null ? <Choice approval={approval} /> : <Text size="sm">{visible(why)}</Text>}
    </WaitingBox>
  );
}

function Choice({ approval: { id, toolName } }: { readonly approval: ApprovalDetails }) {
  const [reason, setReason] = useState('');
  const { mutate, isPending, error, variables } = useDecide(id);
  const decide = (decision: 'approve' | 'deny'): void => mutate({ decision, ...(reason !== '' && { reason }) });
  return (
    <>
      <TextInput
        size="xs"
        aria-label={`Reason, for the call of ${visible(toolName)}`}
        placeholder="Reason (the model reads it when you deny)"
        maxLength={REASON_CHARACTERS_MAX}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      {error && (
        <Text size="sm" c="var(--mantine-color-error)" role="alert">
          {messageOf(error)}
        </Text>
      )}
      <Group gap="xs">
        <Button
          size="xs"
          leftSection={<IconCheck size={14} aria-hidden />}
          loading={isPending && variables.decision === 'approve'}
          disabled={isPending}
          onClick={() => decide('approve')}
        >
          Approve
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconX size={14} color="var(--mantine-color-error)" aria-hidden />}
          loading={isPending && variables.decision === 'deny'}
          disabled={isPending}
          onClick={() => decide('deny')}
        >
          Deny
        </Button>
        <LinkButton to="/approvals/$approvalId" params={{ approvalId: id }} size="xs" variant="subtle">
          Edit, or see more
        </LinkButton>
      </Group>
    </>
  );
}

function Waiting({ children }: { readonly children: string }) {
  return (
    <WaitingBox title="Waits for a person">
      <Text size="sm">{children}</Text>
    </WaitingBox>
  );
}
