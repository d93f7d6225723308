import { Badge, Button, Card, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useWorkspaceMutation } from '../../../session/use-workspace-mutation.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ListSkeleton } from '../../../ui/paged-list.js';
import { RelativeTime } from '../../../ui/times.js';
import { describeBrowser } from './describe-browser.js';

const ROW_HEIGHT = 48;

/** Where the person is signed in. */
export function SessionsCard() {
  const { data, error, isPending, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: ({ signal }) => answerOf(api.GET('/api/v1/me/sessions', { signal })),
  });
  const end = useWorkspaceMutation({
    write: (sessionId: string | null) =>
      sessionId === null
        ? answerOf(api.DELETE('/api/v1/me/sessions'))
        : answerOf(api.DELETE('/api/v1/me/sessions/{sessionId}', { params: { path: { sessionId } } })),
    changes: ['sessions'],
    done: 'Signed out there.',
    failed: 'It was not signed out',
  });
  const others = data?.items.filter(({ isCurrent }) => !isCurrent) ?? [];
  return (
    <Card withBorder>
      <Group justify="space-between" mb="sm">
        <Title order={2}>Where you are signed in</Title>
        {others.length > 1 && (
          <Button size="xs" variant="default" onClick={() => end.mutate(null)} loading={end.isPending}>
            Sign out everywhere else
          </Button>
        )}
      </Group>
      {isPending && <ListSkeleton height={ROW_HEIGHT} count={1} gap={8} />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      <Stack gap="sm">
        {data?.items.map(({ id, userAgent, isCurrent, lastSeenAt, createdAt }) => (
          <Group key={id} justify="space-between" wrap="nowrap">
            <Stack gap={0} miw={0}>
              <Group gap="xs">
                <Text size="sm" fw={600}>
                  {describeBrowser(userAgent)}
                </Text>
                {isCurrent && <Badge color="teal">here</Badge>}
              </Group>
              <Text size="sm" c="dimmed">
                seen <RelativeTime time={lastSeenAt} inherit /> · signed in <RelativeTime time={createdAt} inherit />
              </Text>
            </Stack>
            {!isCurrent && (
              <Button size="xs" variant="default" onClick={() => end.mutate(id)}>
                Sign out
              </Button>
            )}
          </Group>
        ))}
      </Stack>
    </Card>
  );
}
