import { Alert, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { CopyButton } from '../../../ui/copy-button.js';
import { ClientConfiguration } from './client-configuration.js';
import { CreateTokenForm } from './create-token-form.js';
import { type CreatedToken, type NewToken, workspaceQuery } from './tokens.queries.js';

export interface CreateTokenDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** First what it may do, then the token itself: shown once, with what to do with it. */
export function CreateTokenDialog({ isOpen, onClose }: CreateTokenDialogProps) {
  const { workspaceId } = useSession();
  const queryClient = useQueryClient();
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: (body: NewToken) =>
      answerOf(api.POST('/api/v1/workspaces/{workspaceId}/tokens', { params: { path: { workspaceId } }, body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['tokens'] }),
  });
  function close(): void {
    onClose();
    reset();
  }
  return (
    <Modal
      opened={isOpen}
      onClose={close}
      title={data ? 'Your new token' : 'Create a token'}
      size="lg"
      // It is shown this once: a slip beside the dialog must not lose it.
      closeOnClickOutside={!data}
    >
      {data ? <Created token={data} /> : <CreateTokenForm onCreate={mutate} isPending={isPending} error={error} />}
    </Modal>
  );
}

function Created({ token }: { readonly token: CreatedToken }) {
  const { workspaceId } = useSession();
  const { data: workspace } = useQuery(workspaceQuery(workspaceId));
  return (
    <Stack>
      <Alert color="yellow" title="Copy it now">
        It is shown this once and stored nowhere. Whoever has it acts as “{token.name}”.
      </Alert>
      {token.kind === 'mcp' && workspace ? (
        <ClientConfiguration mcpUrl={workspace.mcpUrl} token={token.token} />
      ) : (
        <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
          {token.token}
        </Text>
      )}
      <CopyButton value={token.token} label="Copy the token alone" />
    </Stack>
  );
}
