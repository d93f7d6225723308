import { Group, Stack, Text } from '@mantine/core';
import { IconBan, IconCheck, IconClockOff, IconX } from '@tabler/icons-react';
import { useSession } from '../../session/session.js';
import { LinkAnchor } from '../../ui/links.js';
import { RelativeTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { CallStateBadge } from '../calls/call-state-badge.js';
import { useCall } from '../calls/calls.queries.js';
import type { ApprovalView } from './approval.js';
import { describeDecider, describeEnd, STATE_COLORS, STATE_WORDS } from './describe-approval.js';

const ICONS = { approved: IconCheck, denied: IconX, expired: IconClockOff, invalidated: IconBan, cancelled: IconBan };

/** How it ended: locked, with who decided, when and how, and what came of it. */
export function ApprovalOutcome({ approval }: { readonly approval: ApprovalView }) {
  const { userId, can } = useSession();
  const { state, decidedAt, reason, argumentsEdited, withdrawnAt, callId } = approval;
  if (state === 'pending') return null;
  const Icon = ICONS[state];
  const end = describeEnd(approval);
  const decider = describeDecider(approval, userId);
  return (
    <Stack gap={4} mih={36} justify="center" data-outcome={state}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <Icon
          size={18}
          aria-hidden
          color={`var(--mantine-color-${STATE_COLORS[state]}-light-color)`}
          style={{ flexShrink: 0, marginTop: 1 }}
        />
        <Text size="sm">
          <b>{STATE_WORDS[state]}</b>
          {argumentsEdited && ' with edited arguments'}
          {decider !== '' && ` ${visible(decider)}`}
          {decidedAt && (
            <>
              , <RelativeTime time={decidedAt} />
            </>
          )}
          {state === 'denied' && reason ? `: ${visible(reason)}` : '.'} {visible(end)}
        </Text>
      </Group>
      {withdrawnAt && <Text size="sm">It was taken back before it was sent: nothing was run.</Text>}
      {state === 'approved' && !withdrawnAt && can('call:read') && <CallOutcome callId={callId} />}
    </Stack>
  );
}

function CallOutcome({ callId }: { readonly callId: string }) {
  const { data: call } = useCall(callId);
  return (
    <Group gap="xs" mih={24}>
      {call && <CallStateBadge state={call.state} isError={call.isError === true} />}
      {call?.outcomeReason && call.state !== 'succeeded' && <Text size="sm">{visible(call.outcomeReason)}</Text>}
      <LinkAnchor to="/calls/$callId" params={{ callId }} size="sm">
        See the call
      </LinkAnchor>
    </Group>
  );
}
