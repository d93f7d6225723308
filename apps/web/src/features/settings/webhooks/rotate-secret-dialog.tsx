import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ShownOnceDialog } from '../../../ui/shown-once.js';
import { WebhookSecret } from './webhook-secret.js';

export interface RotateSecretDialogProps {
  readonly webhookId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function RotateSecretDialog({ webhookId, isOpen, onClose }: RotateSecretDialogProps) {
  const { workspaceId } = useSession();
  const queryClient = useQueryClient();
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: () =>
      answerOf(
        api.PATCH('/api/v1/workspaces/{workspaceId}/webhooks/{webhookId}', {
          params: { path: { workspaceId, webhookId } },
          body: { rotateSecret: true },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
  });
  return (
    <ShownOnceDialog
      isOpen={isOpen}
      onClose={onClose}
      onGone={reset}
      isShown={data !== undefined}
      title={data ? 'Its secret' : 'A new secret?'}
      size="lg"
    >
      {data ? (
        <WebhookSecret secret={data.secret} />
      ) : (
        <Stack>
          {error && <ErrorState error={error} title="The secret was not changed" />}
          <Text>
            Messages are signed with the new one from now on; a receiver that knows the old one alone refuses them.
          </Text>
          <Group justify="flex-end">
            <Button onClick={() => mutate()} loading={isPending}>
              Make a new secret
            </Button>
          </Group>
        </Stack>
      )}
    </ShownOnceDialog>
  );
}
