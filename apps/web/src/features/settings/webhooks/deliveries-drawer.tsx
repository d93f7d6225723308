import { Badge, Button, Card, Drawer, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { useWorkspaceMutation } from '../../../session/use-workspace-mutation.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ListSkeleton } from '../../../ui/paged-list.js';
import { RelativeTime } from '../../../ui/times.js';
import { UntrustedText } from '../../../ui/untrusted-text.js';
import { EVENT_LABELS } from './event-labels.js';
import { deliveriesQuery, type Delivery, type Webhook } from './webhooks.queries.js';

const COLORS = { pending: 'yellow', delivered: 'teal', dead: 'red' } as const;
const ROW_HEIGHT = 64;

export interface DeliveriesDrawerProps {
  readonly webhook: Webhook;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** What was sent, what was not and why, and the way to send it again. */
export function DeliveriesDrawer({ webhook, isOpen, onClose }: DeliveriesDrawerProps) {
  return (
    <Drawer opened={isOpen} onClose={onClose} position="right" size="lg" title={`Deliveries of ${webhook.name}`}>
      {isOpen && <Deliveries webhook={webhook} />}
    </Drawer>
  );
}

function Deliveries({ webhook }: { readonly webhook: Webhook }) {
  const { workspaceId } = useSession();
  const query = useInfiniteQuery(deliveriesQuery(workspaceId, webhook.id));
  const replay = useWorkspaceMutation({
    write: (deliveryId: string | undefined) =>
      answerOf(
        api.POST('/api/v1/workspaces/{workspaceId}/webhooks/{webhookId}/replay', {
          params: { path: { workspaceId, webhookId: webhook.id } },
          body: deliveryId === undefined ? {} : { deliveryId },
        }),
      ),
    changes: ['webhooks'],
    done: 'It is sent again.',
    failed: 'It was not sent again',
  });
  const deliveries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Stack gap="xs">
      {webhook.deadCount > 0 && (
        <Button variant="default" onClick={() => replay.mutate(undefined)} loading={replay.isPending}>
          Send all {webhook.deadCount} that were not delivered again
        </Button>
      )}
      {query.isPending && <ListSkeleton height={ROW_HEIGHT} count={5} gap={8} />}
      {query.error && <ErrorState error={query.error} onRetry={() => void query.refetch()} />}
      {query.isSuccess && deliveries.length === 0 && <Text c="dimmed">Nothing has been sent yet.</Text>}
      {deliveries.map((delivery) => (
        <DeliveryRow key={delivery.id} delivery={delivery} onReplay={() => replay.mutate(delivery.id)} />
      ))}
      {query.hasNextPage && (
        <Button variant="default" onClick={() => void query.fetchNextPage()} loading={query.isFetchingNextPage}>
          Show older ones
        </Button>
      )}
    </Stack>
  );
}

function DeliveryRow({ delivery, onReplay }: { readonly delivery: Delivery; readonly onReplay: () => void }) {
  const { event, state, attempts, createdAt, lastError } = delivery;
  return (
    <Card withBorder padding="xs">
      <Group justify="space-between">
        <Group gap="xs">
          <Badge color={COLORS[state]}>{state === 'dead' ? 'not delivered' : state}</Badge>
          <Text size="sm">{EVENT_LABELS[event]}</Text>
          <RelativeTime time={createdAt} c="dimmed" />
        </Group>
        {state === 'dead' && (
          <Button size="compact-xs" variant="default" onClick={onReplay}>
            Send again
          </Button>
        )}
      </Group>
      {lastError !== null && (
        <UntrustedText
          size="sm"
          c="dimmed"
          text={`${attempts} ${attempts === 1 ? 'attempt' : 'attempts'}: ${lastError}`}
        />
      )}
    </Card>
  );
}
