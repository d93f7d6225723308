import { Group, Skeleton, Text } from '@mantine/core';
import type { RefObject } from 'react';
import { useSession } from '../../session/session.js';
import { LinkAnchor } from '../../ui/links.js';
import { Countdown } from '../../ui/times.js';
import { ApprovalArguments, CARD_FOLDED_HEIGHT } from '../approvals/approval-arguments.js';
import { ApprovalControls } from '../approvals/approval-controls.js';
import { Hints } from '../approvals/approval-heading.js';
import { ApprovalReasons } from '../approvals/approval-reasons.js';
import { type ApprovalDetails, useApprovalOf } from '../calls/calls.queries.js';
import { WaitingBox } from '../calls/waiting-box.js';

/** As tall as what it stands for. */
const HEIGHT_PX = 260;

export interface WaitingApprovalProps {
  readonly approvalId: string;
  /** What has the focus once it is decided. */
  readonly home: RefObject<HTMLElement | null>;
}

/** The decision that a run waits for, where one reads the run: the same one as in the inbox. */
export function WaitingApproval({ approvalId, home }: WaitingApprovalProps) {
  const { can } = useSession();
  const { data: details, error } = useApprovalOf(approvalId);
  if (!can('approval:read')) return <Waiting>Your role does not let you see what is asked.</Waiting>;
  if (details) return <Decision details={details} home={home} />;
  return error ? (
    <Waiting>What is asked cannot be shown yet; it is tried again.</Waiting>
  ) : (
    <Skeleton height={HEIGHT_PX} />
  );
}

interface DecisionProps {
  readonly details: ApprovalDetails;
  readonly home: RefObject<HTMLElement | null>;
}

function Decision({ details, home }: DecisionProps) {
  const { can } = useSession();
  const approval = { ...details, tool: details.toolDetails ?? null };
  const isPending = details.state === 'pending';
  return (
    <WaitingBox title={isPending ? 'Waits for a person' : 'The run goes on with it'}>
      {isPending && (
        <Group gap="xs">
          <Countdown until={details.expiresAt} />
          <Hints annotations={approval.tool?.annotations} />
        </Group>
      )}
      <ApprovalReasons approval={approval} details={details} />
      <ApprovalArguments text={details.arguments} details={details} foldedHeight={CARD_FOLDED_HEIGHT} />
      {isPending && !can('approval:decide') && (
        <Text size="sm" c="dimmed">
          Your role does not let you decide; others can.
        </Text>
      )}
      <ApprovalControls approval={approval} details={details} isReadable home={home} />
      <LinkAnchor to="/approvals/$approvalId" params={{ approvalId: details.id }} size="sm">
        The tool, and everything else about it
      </LinkAnchor>
    </WaitingBox>
  );
}

function Waiting({ children }: { readonly children: string }) {
  return (
    <WaitingBox title="Waits for a person">
      <Text size="sm">{children}</Text>
    </WaitingBox>
  );
}
