import { Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useSession } from '../../../session/session.js';
import { PagedList } from '../../../ui/paged-list.js';
import { MemberCard } from './member-card.js';
import { membersQuery } from './members.queries.js';

const CARD_HEIGHT = 84;

export function MembersScreen() {
  const { workspaceId } = useSession();
  const query = useInfiniteQuery(membersQuery(workspaceId));
  return (
    <Stack maw={860}>
      <Text c="dimmed">Who may be here, and as what. A role is changed at once, everywhere.</Text>
      <PagedList
        query={query}
        label="People"
        estimatedHeight={CARD_HEIGHT}
        gap={8}
        keyOf={({ userId }) => userId}
        render={(member) => <MemberCard member={member} />}
        empty={<Text>Nobody is here.</Text>}
      />
    </Stack>
  );
}
