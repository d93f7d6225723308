import { Alert, Badge, Button, Card, Group, Menu, Stack, Switch, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { useWorkspaceMutation } from '../../../session/use-workspace-mutation.js';
import { ConfirmDialog } from '../../../ui/confirm-dialog.js';
import { RelativeTime } from '../../../ui/times.js';
import { UntrustedText } from '../../../ui/untrusted-text.js';
import { DeliveriesDrawer } from './deliveries-drawer.js';
import { EVENT_LABELS } from './event-labels.js';
import { RotateSecretDialog } from './rotate-secret-dialog.js';
import type { Webhook } from './webhooks.queries.js';

type Part = 'deliveries' | 'remove' | 'rotate';

export function WebhookCard({ webhook }: { readonly webhook: Webhook }) {
  const { workspaceId } = useSession();
  const { id: webhookId, name, url, events, enabled, deadCount, lastDeliveredAt, format } = webhook;
  const [open, setOpen] = useState<Part | null>(null);
  const path = { workspaceId, webhookId };
  const { toggle, remove } = useWebhookChanges(path);
  const close = (): void => setOpen(null);
  return (
    <Card withBorder padding="sm">
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <Stack gap={4} miw={0}>
          <Group gap="xs">
            <UntrustedText text={name} fw={600} />
            <Badge color="gray">{format}</Badge>
            {deadCount > 0 && <Badge color="red">{deadCount} not delivered</Badge>}
          </Group>
          <Text size="sm" ff="monospace">
            {url}
          </Text>
          <Text size="sm" c="dimmed">
            {events.map((event) => EVENT_LABELS[event]).join(', ')} ·{' '}
            {lastDeliveredAt === null ? (
              'nothing delivered yet'
            ) : (
              <>
                last delivered <RelativeTime time={lastDeliveredAt} inherit />
              </>
            )}
          </Text>
        </Stack>
        <Group gap="xs" wrap="nowrap">
          <Switch
            checked={toggle.isPending ? toggle.variables : enabled}
            disabled={toggle.isPending}
            onChange={({ currentTarget }) => toggle.mutate(currentTarget.checked)}
            aria-label={`${name} is on`}
          />
          <WebhookMenu name={name} onOpen={setOpen} />
        </Group>
      </Group>
      <DeliveriesDrawer webhook={webhook} isOpen={open === 'deliveries'} onClose={close} />
      <RotateSecretDialog webhookId={webhookId} isOpen={open === 'rotate'} onClose={close} />
      <ConfirmDialog
        title="Remove this webhook?"
        action="Remove it"
        isOpen={open === 'remove'}
        onClose={close}
        onConfirm={() => remove.mutate()}
        isPending={remove.isPending}
      >
        <Alert color="yellow">What was not delivered yet is not delivered any more.</Alert>
      </ConfirmDialog>
    </Card>
  );
}

function WebhookMenu({ name, onOpen }: { readonly name: string; readonly onOpen: (part: Part) => void }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" size="xs" px={6} aria-label={`More of ${name}`}>
          <IconDots size={16} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onOpen('deliveries')}>Deliveries</Menu.Item>
        <Menu.Item onClick={() => onOpen('rotate')}>New secret</Menu.Item>
        <Menu.Item color="red" onClick={() => onOpen('remove')}>
          Remove
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function useWebhookChanges(path: { readonly workspaceId: string; readonly webhookId: string }) {
  const toggle = useWorkspaceMutation({
    write: (isOn: boolean) =>
      answerOf(
        api.PATCH('/api/v1/workspaces/{workspaceId}/webhooks/{webhookId}', {
          params: { path },
          body: { enabled: isOn },
        }),
      ),
    changes: ['webhooks'],
    failed: 'The webhook was not changed',
  });
  const remove = useWorkspaceMutation({
    write: () => answerOf(api.DELETE('/api/v1/workspaces/{workspaceId}/webhooks/{webhookId}', { params: { path } })),
    changes: ['webhooks'],
    done: 'The webhook is removed.',
    failed: 'The webhook was not removed',
  });
  return { toggle, remove };
}
