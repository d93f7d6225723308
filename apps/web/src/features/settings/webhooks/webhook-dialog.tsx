import { Alert, Button, Checkbox, Code, Group, Modal, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answerOf, api } from '../../../api/api.js';
import { useSession } from '../../../session/session.js';
import { CopyButton } from '../../../ui/copy-button.js';
import { ErrorState } from '../../../ui/error-state.js';
import { EVENT_LABELS, WEBHOOK_EVENTS } from './event-labels.js';
import type { Webhook, WebhookEvent } from './webhooks.queries.js';

export interface WebhookDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  /** The one that gets a new secret; without it, a new webhook is made. */
  readonly rotated?: Webhook;
}

interface Fields {
  readonly name: string;
  readonly url: string;
  readonly format: 'json' | 'slack';
  readonly events: WebhookEvent[];
}

/** Makes a webhook, or a new secret for one: either ends with the secret, shown this once. */
export function WebhookDialog({ isOpen, onClose, rotated }: WebhookDialogProps) {
  const { workspaceId } = useSession();
  const queryClient = useQueryClient();
  const { mutate, data, error, isPending, reset } = useMutation({
    mutationFn: (body: Fields | null) =>
      body === null && rotated
        ? answerOf(
            api.PATCH('/api/v1/workspaces/{workspaceId}/webhooks/{webhookId}', {
              params: { path: { workspaceId, webhookId: rotated.id } },
              body: { rotateSecret: true },
            }),
          )
        : answerOf(
            api.POST('/api/v1/workspaces/{workspaceId}/webhooks', {
              params: { path: { workspaceId } },
              body: body ?? { name: '', url: '', format: 'json', events: [] },
            }),
          ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ['webhooks'] }),
  });
  function close(): void {
    onClose();
    reset();
  }
  const title = data ? 'Its secret' : rotated ? 'A new secret?' : 'Add a webhook';
  return (
    <Modal opened={isOpen} onClose={close} title={title} size="lg" closeOnClickOutside={!data}>
      {data ? (
        <Secret secret={data.secret} />
      ) : rotated ? (
        <Stack>
          {error && <ErrorState error={error} title="The secret was not changed" />}
          <Text>
            Messages are signed with the new one from now on; a receiver that knows the old one alone refuses them.
          </Text>
          <Group justify="flex-end">
            <Button onClick={() => mutate(null)} loading={isPending}>
              Make a new secret
            </Button>
          </Group>
        </Stack>
      ) : (
        <WebhookForm onCreate={mutate} isPending={isPending} error={error} />
      )}
    </Modal>
  );
}

function Secret({ secret }: { readonly secret: string | null }) {
  if (secret === null) return <Text>The webhook is saved. Its address is its secret, and is not shown again.</Text>;
  return (
    <Stack>
      <Alert color="yellow" title="Copy it now">
        It is shown this once. With it the receiver verifies that a message is from here.
      </Alert>
      <Code block>{secret}</Code>
      <CopyButton value={secret} label="Copy the secret" />
    </Stack>
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
