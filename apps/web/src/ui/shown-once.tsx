import { Alert, Code, Modal, type ModalProps, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyButton } from './copy-button.js';

export interface ShownOnceProps {
  /** The secret, or the link with one in it. */
  readonly value: string;
  readonly copyLabel: string;
  /** What it is for, and who may have it. */
  readonly hint: ReactNode;
  /** Where it is of more use than by itself: a configuration with the secret in it. */
  readonly children?: ReactNode;
}

/** What the API tells this one time and nobody can ask for again. */
export function ShownOnce({ value, copyLabel, hint, children }: ShownOnceProps) {
  return (
    <Stack align="stretch">
      <Alert color="yellow" title="Copy it now">
        {hint}
      </Alert>
      {children || (
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', userSelect: 'all' }}>
          {value}
        </Code>
      )}
      {/* What was pressed to get here is gone: the focus goes on with what is to do next. */}
      <CopyButton value={value} label={copyLabel} autoFocus style={{ alignSelf: 'flex-start' }} />
    </Stack>
  );
}

export interface ShownOnceDialogProps extends Pick<ModalProps, 'title' | 'size'> {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** Forgets the secret: once nothing of the dialog can be seen any more. */
  readonly onGone: () => void;
  readonly isShown: boolean;
  readonly children: ReactNode;
}

/** A dialog that ends with such a secret: a slip beside it must not lose it. */
export function ShownOnceDialog({ isOpen, isShown, onGone, ...props }: ShownOnceDialogProps) {
  return <Modal opened={isOpen} closeOnClickOutside={!isShown} onExitTransitionEnd={onGone} {...props} />;
}
