import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import type { components } from '@countersign/api-client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { useWorkspaceMutation } from '../../../session/use-workspace-mutation.js';
import { RelativeTime } from '../../../ui/times.js';
import { visible } from '../../../ui/visible.js';
import { invitationsQuery } from './members.queries.js';

type Invitation = components['schemas']['InvitationView'];

/** Those that nobody has accepted yet; nothing where there are none. */
export function OpenInvitations() {
  const { workspaceId } = useSession();
  const { data } = useInfiniteQuery(invitationsQuery(workspaceId));
  const open = data?.pages.flatMap(({ items }) => items).filter(({ state }) => state === 'open') ?? [];
  if (open.length === 0) return null;
  return (
    <Stack gap="xs">
      <Title order={2}>Invited</Title>
      {open.map((invitation) => (
        <InvitationCard key={invitation.id} invitation={invitation} />
      ))}
    </Stack>
  );
}

function InvitationCard({ invitation }: { readonly invitation: Invitation }) {
  const { workspaceId } = useSession();
  const { id: invitationId, email, role, invitedByName, expiresAt } = invitation;
  const revoke = useWorkspaceMutation({
    write: () =>
      answerOf(
        api.DELETE('/api/v1/workspaces/{workspaceId}/invitations/{invitationId}', {
          params: { path: { workspaceId, invitationId } },
        }),
      ),
    changes: ['invitations'],
    done: 'The invitation is taken back.',
    failed: 'The invitation was not taken back',
  });
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between">
        <Stack gap={2} miw={0}>
          <Group gap="xs">
            <Text fw={600}>{visible(email)}</Text>
            <Badge color="gray">{role}</Badge>
          </Group>
          <Text size="sm" c="dimmed">
            by {visible(invitedByName)} · ends <RelativeTime time={expiresAt} inherit />
          </Text>
        </Stack>
        <Button
          size="xs"
          variant="default"
          loading={revoke.isPending}
          onClick={() => revoke.mutate()}
          aria-label={`Take back the invitation of ${email}`}
        >
          Take back
        </Button>
      </Group>
    </Card>
  );
}
