import { Button, Card, Drawer, Group, Select, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { useWorkspaceMutation } from '../../../session/use-workspace-mutation.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ListSkeleton } from '../../../ui/paged-list.js';
import { type ApproverGroup, groupQuery, peopleQuery } from './groups.queries.js';

const ROW_HEIGHT = 52;

export interface GroupMembersDrawerProps {
  readonly group: ApproverGroup;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function GroupMembersDrawer({ group, isOpen, onClose }: GroupMembersDrawerProps) {
  return (
    <Drawer opened={isOpen} onClose={onClose} position="right" title={`People of ${group.name}`}>
      {isOpen && <GroupMembers groupId={group.id} />}
    </Drawer>
  );
}

function GroupMembers({ groupId }: { readonly groupId: string }) {
  const { workspaceId } = useSession();
  const group = useQuery(groupQuery(workspaceId, groupId));
  const people = useQuery(peopleQuery(workspaceId));
  const change = useWorkspaceMutation({
    write: ({ userId, isMember }: { userId: string; isMember: boolean }) => {
      const params = { path: { workspaceId, groupId, userId } };
      const path = '/api/v1/workspaces/{workspaceId}/approver-groups/{groupId}/members/{userId}';
      return isMember ? answerOf<unknown>(api.PUT(path, { params })) : answerOf<unknown>(api.DELETE(path, { params }));
    },
    changes: ['groups'],
    failed: 'The group was not changed',
  });
  if (group.isPending) return <ListSkeleton height={ROW_HEIGHT} count={3} gap={8} />;
  if (group.error) return <ErrorState error={group.error} onRetry={() => void group.refetch()} />;
  const { members } = group.data;
  const others = (people.data ?? []).filter(({ userId }) => !members.some((member) => member.userId === userId));
  return (
    <Stack gap="xs">
      <Select
        label="Add a person"
        placeholder={others.length === 0 ? 'Everybody is in it' : 'Choose'}
        searchable
        value={null}
        disabled={change.isPending || others.length === 0}
        data={others.map(({ userId, name, email }) => ({ value: userId, label: `${name} (${email})` }))}
        onChange={(userId) => userId !== null && change.mutate({ userId, isMember: true })}
      />
      {members.length === 0 && <Text c="dimmed">Nobody is in it yet, so nobody can decide what it is named for.</Text>}
      {members.map(({ userId, name, email }) => (
        <Card key={userId} withBorder padding="xs">
          <Group justify="space-between" wrap="nowrap">
            <Stack gap={0} miw={0}>
              <Text size="sm" fw={600}>
                {name}
              </Text>
              <Text size="sm" c="dimmed">
                {email}
              </Text>
            </Stack>
            <Button
              size="compact-xs"
              variant="default"
              aria-label={`Take ${name} out`}
              onClick={() => change.mutate({ userId, isMember: false })}
            >
              Take out
            </Button>
          </Group>
        </Card>
      ))}
    </Stack>
  );
}
