import { Alert, Badge, Button, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { isRefusal } from '../../api/is-refusal.js';
import { messageOf } from '../../ui/error-state.js';
import { ToolName } from '../../ui/tool-name.js';
import { visible } from '../../ui/visible.js';
import { announce } from './announcer.js';
import type { ApprovalView, Decision } from './approval.js';
import { BatchItem } from './batch-item.js';
import { DANGER, GO } from './decision-colors.js';
import { DECISION_UNKNOWN } from './describe-approval.js';
import { isDestructive } from './risk.js';
import { type DecisionResult, useAreReadable, useDecisions } from './use-batch.js';

const REASON_LENGTH_MAX = 2_000;

export interface BatchDialogProps {
  readonly decision: Decision;
  readonly approvals: readonly ApprovalView[];
  /** Once nothing of it can be seen any more. */
  readonly onGone: (isDecided: boolean) => void;
}

/** What would be decided, before it is; then what became of each. */
export function BatchDialog({ decision, approvals, onGone }: BatchDialogProps) {
  const [isOpen, { close }] = useDisclosure(true);
  // What is sent is what was shown when it was opened, whatever happens behind it.
  const [chosen] = useState(approvals);
  const [reason, setReason] = useState('');
  const { mutate, data, error, isPending } = useDecisions();
  const isReadable = useAreReadable(chosen);
  const isApproval = decision === 'approve';
  const destructive = chosen.filter(({ tool }) => isDestructive(tool?.annotations));
  const isDangerous = isApproval && destructive.length > 0;
  const calls = chosen.length === 1 ? 'one call' : `${chosen.length} calls`;

  function send(): void {
    const words = reason.trim();
    const decisions = chosen.map(({ id }) => ({ approvalId: id, decision, ...(words && { reason: words }) }));
    mutate(decisions, {
      onSuccess: ({ items }) => {
        const failed = items.filter(({ problem }) => problem !== null).length;
        announce(`${items.length - failed} of ${items.length} ${isApproval ? 'approved' : 'denied'}.`);
      },
    });
  }

  return (
    <Modal
      opened={isOpen}
      onClose={close}
      onExitTransitionEnd={() => onGone(data !== undefined)}
      size="xl"
      title={`${isApproval ? 'Approve' : 'Deny'} ${calls}`}
    >
      <Stack>
        {isDangerous && !data && <Destructive approvals={destructive} />}
        <Items approvals={chosen} results={data?.items ?? []} />
        {!data && (
          <Textarea
            label={isApproval ? 'A note on all of them' : 'Why not?'}
            description={isApproval ? 'Optional. It is kept with each.' : 'Optional. The agents are told.'}
            autosize
            minRows={2}
            maxLength={REASON_LENGTH_MAX}
            data-autofocus={!isApproval || undefined}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        )}
        {error && (
          <Alert color="red" role="alert" title={isRefusal(error) ? 'Nothing was decided' : DECISION_UNKNOWN}>
            {messageOf(error)}
          </Alert>
        )}
        <Group justify="flex-end">
          {/* What was pressed is gone once it is decided: the focus goes to what is left. */}
          <Button variant="default" onClick={close} key={String(data !== undefined)} autoFocus={data !== undefined}>
            {data ? 'Close' : 'Back'}
          </Button>
          {!data && (
            <Button
              color={isApproval && !isDangerous ? GO : DANGER}
              loading={isPending}
              disabled={isApproval && !isReadable}
              onClick={send}
            >
              {isApproval ? 'Approve' : 'Deny'} {calls}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

interface ItemsProps {
  readonly approvals: readonly ApprovalView[];
  readonly results: readonly DecisionResult[];
}

function Items({ approvals, results }: ItemsProps) {
  const resultOf = new Map(results.map((result) => [result.approvalId, result]));
  return (
    <List listStyleType="none" spacing="md" styles={{ itemWrapper: { display: 'block' } }}>
      {approvals.map((approval) => (
        <List.Item key={approval.id}>
          <BatchItem approval={approval} />
          {resultOf.has(approval.id) && <Result {...resultOf.get(approval.id)} />}
        </List.Item>
      ))}
    </List>
  );
}

function Destructive({ approvals }: { readonly approvals: readonly ApprovalView[] }) {
  return (
    <Alert color="red" title={`${approvals.length} of them may destroy something`}>
      <Group gap={6}>
        {[...new Set(approvals.map(({ toolName }) => toolName))].map((name) => (
          <ToolName key={name} name={name} />
        ))}
      </Group>
    </Alert>
  );
}

function Result({ approval, problem }: Partial<DecisionResult>) {
  if (problem) {
    return (
      <Text size="sm" c="var(--mantine-color-error)">
        {visible(problem.message)}
      </Text>
    );
  }
  return <Badge color={approval?.state === 'approved' ? 'teal' : 'red'}>{approval?.state}</Badge>;
}
