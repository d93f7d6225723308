import { Alert, Badge, Button, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answerOf, api } from '../../api/api.js';
import { useSession } from '../../session/session.js';
import { messageOf } from '../../ui/error-state.js';
import { ToolName } from '../../ui/tool-name.js';
import { visible } from '../../ui/visible.js';
import { announce } from './announcer.js';
import type { ApprovalView, Decision } from './approval.js';
import { BatchItem } from './batch-item.js';
import { DANGER, GO } from './decision-colors.js';
import { isDestructive } from './risk.js';

const REASON_LENGTH_MAX = 2_000;

export interface BatchDialogProps {
  readonly decision: Decision;
  readonly approvals: readonly ApprovalView[];
  readonly onClose: () => void;
}

/** What would be decided, before it is; then what became of each. */
export function BatchDialog({ decision, approvals, onClose }: BatchDialogProps) {
  // What is sent is what was shown when it was opened, whatever happens behind it.
  const [chosen] = useState(approvals);
  const [reason, setReason] = useState('');
  const { mutate, data, error, isPending } = useDecisions();
  const isApproval = decision === 'approve';
  const destructive = chosen.filter(({ tool }) => isDestructive(tool?.annotations));
  const calls = chosen.length === 1 ? 'one call' : `${chosen.length} calls`;
  const results = new Map(data?.items.map((item) => [item.approvalId, item]));

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
    <Modal opened onClose={onClose} size="lg" title={`${isApproval ? 'Approve' : 'Deny'} ${calls}`}>
      <Stack>
        {destructive.length > 0 && isApproval && !data && (
          <Alert color="red" title={`${destructive.length} of them may destroy something`}>
            <Group gap={6}>
              {[...new Set(destructive.map(({ toolName }) => toolName))].map((name) => (
                <ToolName key={name} name={name} />
              ))}
            </Group>
          </Alert>
        )}
        <List listStyleType="none" spacing="xs" styles={{ itemWrapper: { display: 'block' } }}>
          {chosen.map((approval) => (
            <List.Item key={approval.id}>
              <BatchItem approval={approval} />
              {results.get(approval.id) && <Result {...results.get(approval.id)} />}
            </List.Item>
          ))}
        </List>
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
          <Alert color="red" role="alert">
            {messageOf(error)}
          </Alert>
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {data ? 'Close' : 'Back'}
          </Button>
          {!data && (
            <Button color={isApproval && destructive.length === 0 ? GO : DANGER} loading={isPending} onClick={send}>
              {isApproval ? 'Approve' : 'Deny'} {calls}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}

type Decisions = { approvalId: string; decision: Decision; reason?: string }[];
type DecisionResults = Awaited<ReturnType<ReturnType<typeof useDecisions>['mutateAsync']>>;

function useDecisions() {
  const { workspaceId } = useSession();
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (decisions: Decisions) =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/approvals/decisions', {
          params: { path: { workspaceId } },
          body: { decisions },
        }),
      ),
    // Not waited for: what was decided is known, and is said at once.
    onSettled: () => void queryClient.invalidateQueries({ queryKey: ['approvals'] }),
  });
}

function Result({ approval, problem }: Partial<DecisionResults['items'][number]>) {
  if (problem) {
    return (
      <Text size="sm" c="var(--mantine-color-error)">
        {visible(problem.message)}
      </Text>
    );
  }
  return <Badge color={approval?.state === 'approved' ? 'teal' : 'red'}>{approval?.state}</Badge>;
}
