import { Button, Group, MultiSelect, Select, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ShownOnce, ShownOnceDialog } from '../../../ui/shown-once.js';
import { visible } from '../../../ui/visible.js';
import { groupsQuery } from '../groups/groups.queries.js';
import { type Role, ROLES } from './members.queries.js';

interface Fields {
  readonly email: string;
  readonly role: Role;
  readonly groupIds: string[];
}

/** Says who comes as what, then shows the link, once. */
export function InviteDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { workspaceId } = useSession();
  const queryClient = useQueryClient();
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: (body: Fields) =>
      answerOf(api.POST('/api/v1/workspaces/{workspaceId}/invitations', { params: { path: { workspaceId } }, body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['invitations'] }),
  });
  return (
    <ShownOnceDialog
      isOpen={isOpen}
      onClose={onClose}
      onGone={reset}
      isShown={data !== undefined}
      title={data ? 'The invitation' : 'Invite somebody'}
    >
      {data ? (
        <ShownOnce
          value={data.url}
          copyLabel="Copy the link"
          hint={`It is shown this once and works once. Send it to ${visible(data.email)} alone: whoever opens it comes in.`}
        />
      ) : (
        <InviteForm onSubmit={mutate} isPending={isPending} error={error} />
      )}
    </ShownOnceDialog>
  );
}

interface InviteFormProps {
  readonly onSubmit: (fields: Fields) => void;
  readonly isPending: boolean;
  readonly error: Error | null;
}

function InviteForm({ onSubmit, isPending, error }: InviteFormProps) {
  const { workspaceId } = useSession();
  const groups = useQuery(groupsQuery(workspaceId));
  const form = useForm<Fields>({
    initialValues: { email: '', role: 'approver', groupIds: [] },
    validate: { email: (email) => (email.includes('@') ? null : 'An e-mail address') },
  });
  return (
    <form onSubmit={form.onSubmit(onSubmit)}>
      <Stack>
        {error && <ErrorState error={error} title="Nobody was invited" />}
        <TextInput label="E-mail" type="email" data-autofocus {...form.getInputProps('email')} />
        <Select label="Role" data={ROLES} allowDeselect={false} {...form.getInputProps('role')} />
        {groups.data && groups.data.items.length > 0 && (
          <MultiSelect
            label="Approver groups"
            data={groups.data.items.map(({ id, name }) => ({ value: id, label: name }))}
            {...form.getInputProps('groupIds')}
          />
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={isPending}>
            Make the invitation
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
