import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ShownOnce, ShownOnceDialog } from '../../../ui/shown-once.js';
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
  return (
    <ShownOnceDialog
      isOpen={isOpen}
      onClose={onClose}
      onGone={reset}
      isShown={data !== undefined}
      title={`A new password for ${visible(member.name)}`}
    >
      {data ? (
        <ShownOnce
          value={data.url}
          copyLabel="Copy the link"
          hint={
            <>
              It is shown this once, works once, and ends <RelativeTime time={data.expiresAt} inherit />. Give it to
              them alone: whoever opens it sets their password.
            </>
          }
        />
      ) : (
        <Stack>
          {error && <ErrorState error={error} title="No link was made" />}
          <Text>Their password stays as it is until they open the link and set another one.</Text>
          <Group justify="flex-end">
            <Button onClick={() => mutate()} loading={isPending}>
              Make a link
            </Button>
          </Group>
        </Stack>
      )}
    </ShownOnceDialog>
  );
}
