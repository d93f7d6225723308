import { Alert, Button, Code, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { CopyButton } from '../../../ui/copy-button.js';
import { ErrorState } from '../../../ui/error-state.js';
import { RelativeTime } from '../../../ui/times.js';
import { visible } from '../../../ui/visible.js';
import type { Member } from './members.queries.js';

export interface PasswordResetDialogProps {
  readonly member: Member;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Makes the link with which somebody sets a new password, and shows it once. */
export function PasswordResetDialog({ member, isOpen, onClose }: PasswordResetDialogProps) {
  const { workspaceId } = useSession();
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: () =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/members/{userId}/password-reset', {
          params: { path: { workspaceId, userId: member.userId } },
        }),
      ),
  });
  function close(): void {
    onClose();
    reset();
  }
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={`A new password for ${visible(member.name)}`}
      closeOnClickOutside={!data}
    >
      <Stack>
        {error && <ErrorState error={error} title="No link was made" />}
        {data ? (
          <>
            <Alert color="yellow" title="Copy it now">
              It is shown this once, works once, and ends <RelativeTime time={data.expiresAt} inherit />. Give it to
              them alone: whoever opens it sets their password.
            </Alert>
            <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
              {data.url}
            </Code>
            <CopyButton value={data.url} label="Copy the link" />
          </>
        ) : (
          <>
            <Text>Their password stays as it is until they open the link and set another one.</Text>
            <Group justify="flex-end">
              <Button onClick={() => mutate()} loading={isPending}>
                Make a link
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}
