import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { LinkButton } from '../../ui/links.js';
import { Countdown, FullTime } from '../../ui/times.js';
import { visible } from '../../ui/visible.js';
import { ArgumentsEdit } from './arguments-edit.js';
import { type ApprovalDetails, type CallDetails, useApprovalOf } from './calls.queries.js';
import { WaitingBox } from './waiting-box.js';

const VIA = { web: 'in the browser', cli: 'on the command line', api: 'by the API' } as const;

/** Who was asked, who decided, and what they made of it. Nothing for a call that nobody was asked about. */
export function CallApproval({ call }: { readonly call: CallDetails }) {
  const { data: approval } = useApprovalOf(call.approvalId);
  if (!approval) return null;
  if (approval.state === 'pending') return <Waiting approval={approval} />;
  const { decidedBy, decidedAt, decidedVia, reason, selfApproved, edit } = approval;
  const via = decidedVia ? ` ${VIA[decidedVia]}` : '';
  return (
    <Paper withBorder p="md" component="section">
      <Stack gap="sm">
        <Group justify="space-between">
          <Title order={2}>Approval</Title>
          <LinkButton to="/approvals/$approvalId" params={{ approvalId: approval.id }} variant="default" size="xs">
            Open it
          </LinkButton>
        </Group>
        <Text size="sm">
          {decidedBy ? `${wordOf(approval)} by ${visible(decidedBy.name)}${via}` : wordOf(approval)}
          {decidedAt && (
            <>
              , <FullTime time={decidedAt} />
            </>
          )}
          {reason ? `: ${visible(reason)}` : '.'}
        </Text>
        {selfApproved && (
          <Text size="sm" c="dimmed">
            Who decided is who had asked for it.
          </Text>
        )}
        {edit && <ArgumentsEdit edit={edit} />}
      </Stack>
    </Paper>
  );
}

function Waiting({ approval }: { readonly approval: ApprovalDetails }) {
  return (
    <WaitingBox title="It waits for a person">
      <Group justify="space-between">
        <Countdown until={approval.expiresAt} />
        <LinkButton to="/approvals/$approvalId" params={{ approvalId: approval.id }} size="xs">
          Decide
        </LinkButton>
      </Group>
    </WaitingBox>
  );
}

function wordOf({ state, edit }: ApprovalDetails): string {
  if (state === 'approved') return edit ? 'Edited and approved' : 'Approved';
  return state.charAt(0).toUpperCase() + state.slice(1);
}
