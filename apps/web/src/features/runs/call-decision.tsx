import { Group, Text } from '@mantine/core';
import { IconUserCheck, IconUserX } from '@tabler/icons-react';
import { RelativeTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { ArgumentsEdit } from '../calls/arguments-edit.js';
import { useApprovalOf } from '../calls/calls.queries.js';
import type { TurnCall } from './transcript.js';

/** Who decided about the call, when, and what they changed of it. */
export function CallDecision({ call: { approvalId, state } }: { readonly call: TurnCall }) {
  const { data: approval } = useApprovalOf(state === 'pending_approval' ? null : approvalId);
  if (!approval?.decidedAt) return null;
  const { decidedBy, decidedAt, reason, edit } = approval;
  const isApproved = approval.state === 'approved';
  const Icon = isApproved ? IconUserCheck : IconUserX;
  return (
    <>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <Icon size={16} aria-hidden style={{ flexShrink: 0, marginTop: 2 }} />
        <Text size="sm">
          {decidedBy
            ? `${edit ? 'Edited and approved' : isApproved ? 'Approved' : 'Denied'} by ${visible(decidedBy.name)}, `
            : `${approval.state}, `}
          <RelativeTime time={decidedAt} />
          {reason ? `: ${visible(reason)}` : ''}
        </Text>
      </Group>
      {edit && <ArgumentsEdit edit={edit} />}
    </>
  );
}
