import { Button, Checkbox, Group, SegmentedControl, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { ErrorState } from '../../../ui/error-state.js';
import { ShownOnceDialog } from '../../../ui/shown-once.js';
import { EVENT_LABELS, WEBHOOK_EVENTS } from './event-labels.js';
import { WebhookSecret } from './webhook-secret.js';
import type { WebhookEvent } from './webhooks.queries.js';

export interface AddWebhookDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

interface Fields {
  readonly name: string;
  readonly url: string;
  readonly format: 'json' | 'slack';
  readonly events: WebhookEvent[];
}

export function AddWebhookDialog({ isOpen, onClose }: AddWebhookDialogProps) {
  const { workspaceId } = useSession();
  const queryClient = useQueryClient();
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: (body: Fields) =>
      answerOf(api.POST('/api/v1/workspaces/{workspaceId}/webhooks', { params: { path: { workspaceId } }, body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
  });
  return (
    <ShownOnceDialog
      isOpen={isOpen}
      onClose={onClose}
      onGone={reset}
      isShown={data !== undefined}
      title={data ? 'Its secret' : 'Add a webhook'}
      size="lg"
    >
      {data ? (
        <WebhookSecret secret={data.secret} />
      ) : (
        <WebhookForm onCreate={mutate} isPending={isPending} error={error} />
      )}
    </ShownOnceDialog>
  );
}

interface WebhookFormProps {
  readonly onCreate: (fields: Fields) => void;
  readonly isPending: boolean;
  readonly error: Error | null;
}

function WebhookForm({ onCreate, isPending, error }: WebhookFormProps) {
  const form = useForm<Fields>({
    initialValues: { name: '', url: '', format: 'json', events: ['approval.requested'] },
    validate: {
      name: (name) => (name.trim() === '' ? 'Give it a name' : null),
      url: (url) => (URL.canParse(url) ? null : 'An address that begins with https://'),
      events: (events) => (events.length === 0 ? 'Choose at least one' : null),
    },
  });
  return (
    <form onSubmit={form.onSubmit(onCreate)}>
      <Stack>
        {error && <ErrorState error={error} title="The webhook was not added" />}
        <TextInput label="Name" data-autofocus {...form.getInputProps('name')} />
        <TextInput label="Address" placeholder="https://" type="url" {...form.getInputProps('url')} />
        <SegmentedControl
          aria-label="Format"
          data={[
            { value: 'json', label: 'Signed JSON' },
            { value: 'slack', label: 'Slack message' },
          ]}
          {...form.getInputProps('format')}
        />
        <Checkbox.Group label="Tell when" {...form.getInputProps('events')}>
          <Stack gap="xs" mt="xs">
            {WEBHOOK_EVENTS.map((event) => (
              <Checkbox key={event} value={event} label={EVENT_LABELS[event]} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Group justify="flex-end">
          <Button type="submit" loading={isPending}>
            Add webhook
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
