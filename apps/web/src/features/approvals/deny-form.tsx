import { Button, Group, Stack, Textarea } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import classes from './approvals.module.css';
import { DANGER } from './decision-colors.js';

const REASON_LENGTH_MAX = 2_000;

export interface DenyFormProps {
  readonly reason: string;
  readonly isBusy: boolean;
  readonly onChange: (reason: string) => void;
  readonly onDeny: (reason: string) => void;
  readonly onClose: () => void;
}

/** The reason reaches the agent, which goes on with it; a denial without one is a denial too. */
export function DenyForm({ reason, isBusy, onChange, onDeny, onClose }: DenyFormProps) {
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (!isBusy) onDeny(reason.trim());
    }
  }
  return (
    <Stack gap="xs">
      <Textarea
        label="Why not?"
        description="The agent is told, and goes on with it. Enter denies, Esc puts it aside."
        autosize
        minRows={2}
        maxRows={8}
        maxLength={REASON_LENGTH_MAX}
        autoFocus
        value={reason}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <Group gap="xs" className={classes['actions']}>
        <Button
          color={DANGER}
          leftSection={<IconX size={18} aria-hidden />}
          loading={isBusy}
          onClick={() => onDeny(reason.trim())}
        >
          Deny
        </Button>
        <Button variant="default" disabled={isBusy} onClick={onClose}>
          Back
        </Button>
      </Group>
    </Stack>
  );
}
