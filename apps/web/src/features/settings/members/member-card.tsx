import { Alert, Badge, Button, Card, Group, Menu, Select, Stack, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { useWorkspaceMutation } from '../../../session/use-workspace-mutation.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { visible } from '../../../ui/visible.js';
import { type Member, type Role, ROLES } from './members.queries.js';
import { PasswordResetDialog } from './password-reset-dialog.js';

type Part = 'remove' | 'reset';

export function MemberCard({ member }: { readonly member: Member }) {
  const { userId: ownId } = useSession();
  const { userId, name, email, role, hasPassword, isLocked } = member;
  const [open, setOpen] = useState<Part | null>(null);
  const { changeRole, remove, unlock } = useMemberChanges(userId);
  const isSelf = userId === ownId;
  const close = (): void => setOpen(null);
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between">
        <Stack gap={2} miw={0}>
          <Group gap="xs">
            <Text fw={600}>{visible(name)}</Text>
            {isSelf && <Badge color="teal">you</Badge>}
            {isLocked && <Badge color="red">locked out</Badge>}
            {!hasPassword && <Badge color="gray">signs in elsewhere</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            {visible(email)}
          </Text>
        </Stack>
        <Group gap="xs" wrap="nowrap">
          <Select
            aria-label={`Role of ${name}`}
            w={250}
            data={ROLES}
            allowDeselect={false}
            value={changeRole.isPending ? changeRole.variables : role}
            disabled={changeRole.isPending}
            onChange={(next) => next !== null && next !== role && changeRole.mutate(next)}
          />
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" px={6} aria-label={`More about ${name}`}>
                <IconDots size={16} aria-hidden />
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {isLocked && <Menu.Item onClick={() => unlock.mutate()}>Unlock</Menu.Item>}
              {hasPassword && <Menu.Item onClick={() => setOpen('reset')}>Link for a new password</Menu.Item>}
              <Menu.Item color="red" onClick={() => setOpen('remove')}>
                Remove
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </Group>
      </Group>
      <PasswordResetDialog member={member} isOpen={open === 'reset'} onClose={close} />
      <ConfirmDialog
        title={`Remove ${name}?`}
        action="Remove"
        isOpen={open === 'remove'}
        onClose={close}
        onConfirm={() => remove.mutate()}
        isPending={remove.isPending}
      >
        <Alert color="yellow">
          Within a second their sessions and tokens end, their runs stop, and what they asked for is not carried out.
        </Alert>
      </ConfirmDialog>
    </Card>
  );
}

function useMemberChanges(userId: string) {
  const { workspaceId } = useSession();
  const params = { path: { workspaceId, userId } };
  const changeRole = useWorkspaceMutation({
    write: (role: Role) =>
      answerOf(api.PATCH('/api/v1/workspaces/{workspaceId}/members/{userId}', { params, body: { role } })),
    changes: ['members', 'me'],
    failed: 'The role was not changed',
  });
  const remove = useWorkspaceMutation({
    write: () => answerOf(api.DELETE('/api/v1/workspaces/{workspaceId}/members/{userId}', { params })),
    changes: ['members', 'groups', 'tokens'],
    done: 'They are removed.',
    failed: 'They were not removed',
  });
  const unlock = useWorkspaceMutation({
    write: () => answerOf(api.POST('/api/v1/workspaces/{workspaceId}/members/{userId}/unlock', { params })),
    changes: ['members'],
    done: 'They can sign in again.',
    failed: 'They were not unlocked',
  });
  return { changeRole, remove, unlock };
}
