import { Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUserPlus } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSession } from '../../../session/session.js';
import { PagedList } from '../../../ui/paged-list.js';
import { OpenInvitations } from './invitations.js';
import { InviteDialog } from './invite-dialog.js';
import { MemberCard } from './member-card.js';
import { membersQuery } from './members.queries.js';

const CARD_HEIGHT = 84;

export function MembersScreen() {
  const { workspaceId } = useSession();
  const query = useInfiniteQuery(membersQuery(workspaceId));
  const [isInviting, inviting] = useDisclosure(false);
  return (
    <Stack maw={860}>
      <Group justify="space-between">
        <Text c="dimmed" maw={560}>
          Who may be here, and as what. A role is changed at once, everywhere.
        </Text>
        <Button leftSection={<IconUserPlus size={16} aria-hidden />} onClick={inviting.open}>
          Invite somebody
        </Button>
      </Group>
      <OpenInvitations />
      <PagedList
        query={query}
        label="People"
        estimatedHeight={CARD_HEIGHT}
        gap={8}
        keyOf={({ userId }) => userId}
        render={(member) => <MemberCard member={member} />}
        empty={<Text>Nobody is here.</Text>}
      />
      <InviteDialog isOpen={isInviting} onClose={inviting.close} />
    </Stack>
  );
}
