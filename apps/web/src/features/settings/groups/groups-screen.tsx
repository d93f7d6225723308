import { Alert, Button, Card, EmptyState, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconUsersGroup } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { useWorkspaceMutation } from '../../../session/use-workspace-mutation.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ListSkeleton } from '../../../ui/paged-list.js';
import { UntrustedText } from '../../../ui/untrusted-text.js';
import { VirtualList } from '../../../ui/virtual-list.js';
import { GroupMembersDrawer } from './group-members-drawer.js';
import { type ApproverGroup, groupsQuery } from './groups.queries.js';

const CARD_HEIGHT = 76;
const CARD_GAP = 8;

export function GroupsScreen() {
  const { workspaceId } = useSession();
  const { data, error, isPending, refetch } = useQuery(groupsQuery(workspaceId));
  const [isCreating, creating] = useDisclosure(false);
  return (
    <Stack maw={860}>
      <Group justify="space-between">
        <Text c="dimmed" maw={560}>
          A tool that names a group is decided about by its members alone. Name it at the tool, under its integration.
        </Text>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={creating.open}>
          Create group
        </Button>
      </Group>
      {isPending && <ListSkeleton height={CARD_HEIGHT} count={2} gap={CARD_GAP} />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && data.items.length > 0 && (
        <VirtualList
          items={data.items}
          keyOf={({ id }) => id}
          render={(group) => <GroupCard group={group} />}
          estimatedHeight={CARD_HEIGHT}
          gap={CARD_GAP}
          label="Approver groups"
        />
      )}
      {data?.items.length === 0 && (
        <EmptyState
          icon={<IconUsersGroup aria-hidden />}
          title="No groups"
          description="Without one, everybody who may decide approvals decides about every tool."
        >
          <Button onClick={creating.open}>Create the first group</Button>
        </EmptyState>
      )}
      <CreateGroupDialog isOpen={isCreating} onClose={creating.close} />
    </Stack>
  );
}

function GroupCard({ group }: { readonly group: ApproverGroup }) {
  const { workspaceId } = useSession();
  const [isShown, members] = useDisclosure(false);
  const [isRemoving, removing] = useDisclosure(false);
  const remove = useWorkspaceMutation({
    write: () =>
      answerOf(
        api.DELETE('/api/v1/workspaces/{workspaceId}/approver-groups/{groupId}', {
          params: { path: { workspaceId, groupId: group.id } },
        }),
      ),
    changes: ['groups'],
    done: 'The group is removed.',
    failed: 'The group was not removed',
  });
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between">
        <Stack gap={2} miw={0}>
          <UntrustedText text={group.name} fw={600} />
          <Text size="sm" c="dimmed">
            {group.memberCount === 1 ? '1 person' : `${group.memberCount} people`}
            {group.description !== '' && ` · ${group.description}`}
          </Text>
        </Stack>
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={members.open} aria-label={`People of ${group.name}`}>
            People
          </Button>
          <Button size="xs" variant="default" onClick={removing.open} aria-label={`Remove ${group.name}`}>
            Remove
          </Button>
        </Group>
      </Group>
      <GroupMembersDrawer group={group} isOpen={isShown} onClose={members.close} />
      <ConfirmDialog
        title={`Remove ${group.name}?`}
        action="Remove it"
        isOpen={isRemoving}
        onClose={removing.close}
        onConfirm={() => remove.mutate()}
        isPending={remove.isPending}
      >
        <Alert color="yellow">A group that a tool still names is not removed: name another one there first.</Alert>
      </ConfirmDialog>
    </Card>
  );
}

function CreateGroupDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { workspaceId } = useSession();
  const form = useForm({
    initialValues: { name: '', description: '' },
    validate: { name: (name) => (name.trim() === '' ? 'Give it a name' : null) },
  });
  const create = useWorkspaceMutation({
    write: (body: { name: string; description: string }) =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/approver-groups', { params: { path: { workspaceId } }, body }),
      ),
    changes: ['groups'],
    done: 'The group is created. Add its people next.',
    failed: 'The group was not created',
    onDone: () => {
      form.reset();
      onClose();
    },
  });
  return (
    <Modal opened={isOpen} onClose={onClose} title="Create a group">
      <form onSubmit={form.onSubmit((fields) => create.mutate(fields))}>
        <Stack>
          <TextInput label="Name" placeholder="Releases" data-autofocus {...form.getInputProps('name')} />
          <TextInput label="Description" {...form.getInputProps('description')} />
          <Group justify="flex-end">
            <Button type="submit" loading={create.isPending}>
              Create group
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
