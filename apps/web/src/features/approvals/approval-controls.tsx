import { Alert, Button, Group, Kbd, Stack, Text } from '@mantine/core';
import { IconCheck, IconPencil, IconX } from '@tabler/icons-react';
import { lazy, type RefObject, Suspense } from 'react';
import { ApiProblem } from '@countersign/api-client';
import { isRefusal } from '../../api/is-refusal.js';
import { useSession } from '../../session/session.js';
import { messageOf } from '../../ui/error-state.js';
import { announce } from './announcer.js';
import type { ApprovalDetails, ApprovalView } from './approval.js';
import { ApprovalOutcome } from './approval-outcome.js';
import classes from './approvals.module.css';
import { DenyForm } from './deny-form.js';
import { DECISION_UNKNOWN, describeRefusal } from './describe-approval.js';
import { useDraft, writeDraft } from '../../session/drafts.js';
import { DANGER, GO } from './decision-colors.js';
import { isDestructive } from './risk.js';
import { type DecisionInput, useDecision } from './use-decision.js';

const EditDialog = lazy(() => import('./edit/edit-dialog.js').then((module) => ({ default: module.EditDialog })));

export interface ApprovalControlsProps {
  readonly approval: ApprovalView;
  readonly details: ApprovalDetails | undefined;
  /** All of the arguments are on the screen: nobody approves what they cannot see. */
  readonly isReadable: boolean;
  /** What has the focus once there is nothing left to press. */
  readonly home: RefObject<HTMLElement | null>;
  readonly isSticky?: boolean;
}

/** The decision, as long as there is one to make; afterwards how it ended. */
export function ApprovalControls(props: ApprovalControlsProps) {
  const { approval, details, home, isSticky = false } = props;
  const { can, userId } = useSession();
  const draft = useDraft(userId, approval.id);
  const decision = useDecision(approval.id);
  const isPending = approval.state === 'pending';

  function decide(input: DecisionInput): void {
    decision.mutate(input, {
      onSuccess: () => announce(`${approval.toolName}: ${input.decision === 'approve' ? 'approved' : 'denied'}.`),
      onError: (error) => announce(`${isRefusal(error) ? '' : `${DECISION_UNKNOWN} `}${messageOf(error)}`),
      onSettled: () => home.current?.focus({ preventScroll: true }),
    });
  }
  function open(mode: 'deny' | 'edit' | null): void {
    writeDraft(userId, approval.id, { ...draft, mode });
    if (mode === null) home.current?.focus({ preventScroll: true });
  }

  return (
    <Stack gap="xs" {...(isSticky && isPending && { className: classes['sticky'] })}>
      {decision.error && (isPending || isRefusal(decision.error)) && <NotTaken error={decision.error} />}
      {!isPending && <ApprovalOutcome approval={approval} />}
      {isPending && can('approval:decide') && draft.mode !== 'deny' && (
        <Buttons {...props} isBusy={decision.isPending} decide={decide} open={open} />
      )}
      {isPending && can('approval:decide') && draft.mode === 'deny' && (
        <DenyForm
          reason={draft.reason ?? ''}
          isBusy={decision.isPending}
          onChange={(reason) => writeDraft(userId, approval.id, { ...draft, reason })}
          onDeny={(reason) => decide({ decision: 'deny', ...(reason && { reason }) })}
          onClose={() => open(null)}
        />
      )}
      {isPending && draft.mode === 'edit' && details && (
        <Suspense>
          <EditDialog
            approval={approval}
            details={details}
            text={draft.text}
            isBusy={decision.isPending}
            error={decision.error}
            onChange={(text) => writeDraft(userId, approval.id, { ...draft, text })}
            onApprove={(edited, reason) =>
              decide({ decision: 'approve', arguments: edited, ...(reason && { reason }) })
            }
            onClose={() => open(null)}
          />
        </Suspense>
      )}
    </Stack>
  );
}

interface ButtonsProps extends ApprovalControlsProps {
  readonly isBusy: boolean;
  readonly decide: (input: DecisionInput) => void;
  readonly open: (mode: 'deny' | 'edit') => void;
}

function Buttons({ approval, details, isReadable, isBusy, decide, open }: ButtonsProps) {
  const { can, userId } = useSession();
  const draft = useDraft(userId, approval.id);
  const isRefused = typeof approval.refusal === 'string';
  const isDangerous = isDestructive(approval.tool?.annotations ?? details?.toolDetails?.annotations);
  return (
    <Group gap="xs" className={classes['actions']}>
      <Button
        data-command="approve"
        color={isDangerous ? DANGER : GO}
        leftSection={<IconCheck size={18} aria-hidden />}
        rightSection={<Key name="a" />}
        loading={isBusy}
        disabled={isRefused || !isReadable}
        onClick={() => decide({ decision: 'approve' })}
      >
        {isDangerous ? 'Approve, it may destroy' : 'Approve'}
      </Button>
      {can('approval:edit') && (
        <Button
          data-command="edit"
          variant="default"
          leftSection={<IconPencil size={18} aria-hidden />}
          rightSection={<Key name="e" />}
          disabled={isRefused || isBusy || !details}
          onClick={() => open('edit')}
        >
          {draft.text === undefined ? 'Edit…' : 'Go on editing…'}
        </Button>
      )}
      <Button
        data-command="deny"
        variant="default"
        leftSection={<IconX size={18} aria-hidden />}
        rightSection={<Key name="d" />}
        disabled={isRefused || isBusy}
        onClick={() => open('deny')}
      >
        Deny…
      </Button>
    </Group>
  );
}

/** For who has a keyboard; the button's name is the same without it. */
function Key({ name }: { readonly name: string }) {
  return (
    <Kbd size="xs" aria-hidden className={classes['key']}>
      {name}
    </Kbd>
  );
}

function NotTaken({ error }: { readonly error: Error }) {
  const code = error instanceof ApiProblem ? error.code : '';
  // Shown beside what is wrong with them.
  if (code === 'approval.invalid_arguments') return null;
  const meaning = describeRefusal(code) ?? (isRefusal(error) ? 'The decision was not taken' : DECISION_UNKNOWN);
  return (
    <Alert color="red" p="xs" role="alert" title={meaning}>
      <Text size="sm">{messageOf(error)}</Text>
    </Alert>
  );
}
