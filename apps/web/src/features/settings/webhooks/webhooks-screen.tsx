import { Button, EmptyState, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus, IconWebhook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../../../session/session.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ListSkeleton } from '../../../ui/paged-list.js';
import { VirtualList } from '../../../ui/virtual-list.js';
import { AddWebhookDialog } from './add-webhook-dialog.js';
import { WebhookCard } from './webhook-card.js';
import { webhooksQuery } from './webhooks.queries.js';

const CARD_HEIGHT = 92;
const CARD_GAP = 8;

export function WebhooksScreen() {
  const { workspaceId } = useSession();
  const { data, error, isPending, refetch } = useQuery(webhooksQuery(workspaceId));
  const [isCreating, creating] = useDisclosure(false);
  return (
    <Stack maw={860}>
      <Group justify="space-between">
        <Text c="dimmed" maw={560}>
          Tell a chat, a pager or a workflow of yours that somebody is asked, and how it ended. A webhook never decides.
        </Text>
        <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={creating.open}>
          Add webhook
        </Button>
      </Group>
      {isPending && <ListSkeleton height={CARD_HEIGHT} count={2} gap={CARD_GAP} />}
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {data && data.items.length > 0 && (
        <VirtualList
          items={data.items}
          keyOf={({ id }) => id}
          render={(webhook) => <WebhookCard webhook={webhook} />}
          estimatedHeight={CARD_HEIGHT}
          gap={CARD_GAP}
          label="Webhooks"
        />
      )}
      {data?.items.length === 0 && (
        <EmptyState
          icon={<IconWebhook aria-hidden />}
          title="No webhooks"
          description="With an incoming-webhook URL of Slack, approvers are told where they already are."
        >
          <Button onClick={creating.open}>Add the first webhook</Button>
        </EmptyState>
      )}
      <AddWebhookDialog isOpen={isCreating} onClose={creating.close} />
    </Stack>
  );
}
