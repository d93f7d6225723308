import { Checkbox, Group, Paper, Stack } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import { ErrorState } from '../../ui/error-state.js';
import { LinkAnchor } from '../../ui/links.js';
import { visible } from '../../ui/visible.js';
import { announce } from './announcer.js';
import { type ApprovalView, wholeArguments } from './approval.js';
import { ApprovalArguments, CARD_FOLDED_HEIGHT } from './approval-arguments.js';
import { ApprovalControls } from './approval-controls.js';
import { ApprovalHeading } from './approval-heading.js';
import { ApprovalReasons } from './approval-reasons.js';
import classes from './approvals.module.css';
import { cardIdOf } from './card-id.js';
import { describeDecider, STATE_WORDS } from './describe-approval.js';
import { isDestructive } from './risk.js';
import { useApproval } from './use-approval.js';
import { useSession } from '../../session/session.js';

export interface ApprovalCardProps {
  readonly listed: ApprovalView;
  /** Of all cards the one that Tab comes to. */
  readonly isInTabOrder: boolean;
  /** What the keys are about. */
  readonly isCurrent: boolean;
  /** Undefined where nothing can be selected. */
  readonly isSelected: boolean | undefined;
  readonly onSelect: (id: string) => void;
  readonly onFocus: (id: string) => void;
}

export function ApprovalCard(props: ApprovalCardProps) {
  const { listed, isInTabOrder, isCurrent, isSelected, onSelect, onFocus } = props;
  const { approval, details, error, retry } = useApproval(listed);
  const { id, state, toolName } = approval;
  const card = useRef<HTMLDivElement>(null);
  const open = useOpen(id);
  useSayEnd(approval);
  const text = wholeArguments(listed, details);
  const isPending = state === 'pending';
  return (
    <Paper
      ref={card}
      id={cardIdOf(id)}
      component="article"
      withBorder
      p="md"
      aria-labelledby={`${cardIdOf(id)}-tool`}
      tabIndex={isInTabOrder ? 0 : -1}
      data-card
      data-state={state}
      data-selected={isCurrent}
      className={[
        classes['card'],
        isPending ? '' : classes['settled'],
        isDestructive(approval.tool?.annotations) ? classes['destructive'] : '',
      ].join(' ')}
      onFocus={() => onFocus(id)}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) open();
      }}
    >
      <Group gap="sm" align="flex-start" wrap="nowrap">
        {isSelected !== undefined && (
          <Checkbox
            aria-label={`Select ${visible(toolName)}`}
            data-command="select"
            mt={2}
            checked={isSelected && isPending}
            disabled={!isPending || typeof approval.refusal === 'string'}
            onChange={() => onSelect(id)}
          />
        )}
        <Stack gap="sm" miw={0} style={{ flex: 1 }}>
          <ApprovalHeading approval={approval} id={`${cardIdOf(id)}-tool`} />
          <ApprovalReasons approval={approval} details={details} />
          {error ? (
            <ErrorState error={error} title="What is asked for could not be loaded" onRetry={retry} />
          ) : (
            <ApprovalArguments text={text} details={details} foldedHeight={CARD_FOLDED_HEIGHT} />
          )}
          <Group justify="space-between" align="flex-end" gap="xs">
            <Stack style={{ flex: '1 1 16rem' }} miw={0}>
              <ApprovalControls approval={approval} details={details} isReadable={text !== undefined} home={card} />
            </Stack>
            <LinkAnchor to="/approvals/$approvalId" params={{ approvalId: id }} size="sm">
              Open
            </LinkAnchor>
          </Group>
        </Stack>
      </Group>
    </Paper>
  );
}

function useOpen(approvalId: string): () => void {
  const navigate = useNavigate();
  return () => void navigate({ to: '/approvals/$approvalId', params: { approvalId } });
}

/** Whoever does not see the card change is told that it ended, and by whom. */
function useSayEnd(approval: ApprovalView): void {
  const { userId } = useSession();
  const was = useRef(approval.state);
  useEffect(() => {
    if (was.current === approval.state) return;
    was.current = approval.state;
    if (approval.decidedBy?.id === userId) return;
    announce(`${approval.toolName}: ${STATE_WORDS[approval.state]} ${describeDecider(approval, userId)}`);
  }, [approval, userId]);
}
