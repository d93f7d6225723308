import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { ShownOnce, ShownOnceDialog } from '../../../ui/shown-once.js';
import { visible } from '../../../ui/visible.js';
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
  return (
    <ShownOnceDialog
      isOpen={isOpen}
      onClose={onClose}
      onGone={reset}
      isShown={data !== undefined}
      title={data ? 'Your new token' : 'Create a token'}
      size="lg"
    >
      {data ? <Created token={data} /> : <CreateTokenForm onCreate={mutate} isPending={isPending} error={error} />}
    </ShownOnceDialog>
  );
}

function Created({ token }: { readonly token: CreatedToken }) {
  const { workspaceId } = useSession();
  const { data: workspace } = useQuery(workspaceQuery(workspaceId));
  const isForClient = token.kind === 'mcp' && workspace !== undefined;
  return (
    <ShownOnce
      value={token.token}
      copyLabel={isForClient ? 'Copy the token alone' : 'Copy the token'}
      hint={`It is shown this once and stored nowhere. Whoever has it acts as “${visible(token.name)}”.`}
    >
      {isForClient && <ClientConfiguration mcpUrl={workspace.mcpUrl} token={token.token} />}
    </ShownOnce>
  );
}
